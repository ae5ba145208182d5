/** OpenID Connect connectors that remember too much or too little of their upstream. */
import { type CheckStep, canCheckItself, type JsonObject } from '../../../src/connectors/index.js';
import { openIdConnect } from '../../../src/connectors/oidc/index.js';
import { OUTAGES, type Outage } from '../../../src/connectors/testing/index.js';
import { covering } from './blindness.js';
import { type BrokenConnector, broken } from './broken-connector.js';
import { oidcHarness } from './oidc-harness.js';

const outage = (when: string) => (name: Outage) => `says upstream_unavailable when the upstream is ${name} ${when}`;
const sudden = OUTAGES.filter((name) => name !== 'hanging');

let firstKeys: JsonObject | undefined;
let firstCheck: Promise<readonly CheckStep[]> | undefined;

export const brokenOidc: readonly BrokenConnector[] = [
  {
    that: 'shows its code verifier',
    definition: broken(openIdConnect, (sound) => ({
      authorize: async (request) => {
        const { url, checks } = await sound.authorize(request);
        return { url: `${url}&verifier=${String(checks.code_verifier)}`, checks };
      },
    })),
    harness: oidcHarness,
    topics: ['turn one'],
    red: ['proves with PKCE that whoever began a sign-in redeems its code (RFC 7636, S256)'],
  },
  {
    that: 'keeps its first keys for ever',
    definition: covering('/keys', (keys) => {
      firstKeys ??= keys;
      return firstKeys;
    }),
    harness: oidcHarness,
    topics: ['turn two'],
    red: ['signs people in after the upstream has changed its signing key'],
  },
  {
    that: 'remembers an outage for ever',
    definition: broken(openIdConnect, (sound) => {
      let failed: unknown;
      const once = async <T>(attempt: () => Promise<T>): Promise<T> => {
        if (failed !== undefined) throw failed;
        return attempt().catch((error) => {
          failed = error;
          throw error;
        });
      };
      return {
        authorize: (request) => once(() => sound.authorize(request)),
        callback: (response) => once(() => sound.callback(response)),
      };
    }),
    harness: oidcHarness,
    topics: ['an upstream that does not answer'],
    red: [
      ...sudden.map(outage('from the start, and recovers')),
      ...sudden.map(outage('once the person comes back, and recovers')),
    ],
  },
  {
    that: 'does not hear that the time is up',
    definition: broken(openIdConnect, (sound) => ({
      callback: (response) => sound.callback({ ...response, signal: new AbortController().signal }),
    })),
    harness: oidcHarness,
    topics: ['an upstream that does not answer'],
    // One sentence waits for all of it; every other one has to be done by then, also on a slow machine.
    timeLimit: 4_000,
    red: [
      'stops waiting for an upstream that hangs when the hub’s time for the callback is up',
      'does not succeed when the time was up before it began',
    ],
  },
  {
    that: 'checks itself once',
    definition: broken(openIdConnect, (sound) => ({
      check: (request) => {
        firstCheck ??= canCheckItself(sound) ? sound.check(request) : undefined;
        return firstCheck ?? Promise.resolve([]);
      },
    })),
    harness: oidcHarness,
    topics: ['its abilities'],
    red: ['checks itself anew each time, and resolves when nothing answers, with what failed and what to do'],
  },
];

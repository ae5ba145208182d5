import { describe, expect, it } from '@jest/globals';
import { IsOptional } from 'class-validator';
import type { Connector, ConnectorDefinition, ConnectorRuntime } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { FakeOptions, fake } from '../fake/index.js';
import { describeConnectorContract } from './connector-contract.js';
import { fakeConnectorHarness } from './fake-connector-harness.js';
import type { ConnectorContractHarness } from './harness.js';

/** Runs the suite and gives the sentences that did not hold. */
async function failuresOf(
  definition: ConnectorDefinition,
  change: Partial<ConnectorContractHarness> = {},
): Promise<string[]> {
  const sentences: { readonly name: string; readonly body: () => Promise<void> | void }[] = [];
  const framework = {
    describe: (_: string, body: () => void) => body(),
    it: (name: string, body: () => Promise<void> | void) => void sentences.push({ name, body }),
  };
  describeConnectorContract(definition, { ...fakeConnectorHarness(framework), ...change });
  const failures: string[] = [];
  for (const { name, body } of sentences) {
    try {
      await body();
    } catch {
      failures.push(name);
    }
  }
  return failures;
}

type Change = (sound: Connector, options: FakeOptions, runtime: ConnectorRuntime) => Partial<Connector>;

/** The fake connector, sound but for what `change` replaces. */
function broken(change: Change): ConnectorDefinition {
  return {
    ...fake,
    create: (options: FakeOptions, runtime: ConnectorRuntime): Connector => {
      const sound = fake.create(options, runtime);
      return {
        authorize: (request) => sound.authorize(request),
        callback: (response) => sound.callback(response),
        mapProfile: (identity) => sound.mapProfile(identity),
        ...change(sound, options, runtime),
      };
    },
  };
}

class CarelessOptions extends FakeOptions {
  @IsOptional()
  readonly undescribed?: string;
}

const cases: readonly [string, ConnectorDefinition, string][] = [
  ['nothing (the control)', broken(() => ({})), ''],
  [
    'keeps the nonce in the instance',
    broken((sound) => {
      let kept = {};
      return {
        authorize: async (request) => {
          const redirect = await sound.authorize(request);
          kept = redirect.checks;
          return redirect;
        },
        callback: (response) => sound.callback({ ...response, checks: kept }),
      };
    }),
    'keeps nothing of a sign-in: another instance finishes what this one began',
  ],
  [
    'does not look at the state',
    broken((sound) => ({
      callback: (response) => sound.callback({ ...response, state: response.parameters.get('state') ?? '' }),
    })),
    'refuses an answer with another state, although the hub has looked at it before',
  ],
  [
    'sends its secret with the browser',
    broken((sound, { shared_secret }) => ({
      authorize: async (request) => {
        const redirect = await sound.authorize(request);
        return { ...redirect, url: `${redirect.url}&secret=${shared_secret}` };
      },
    })),
    'puts no secret into the URL or the checks',
  ],
  [
    'logs the answer',
    broken((sound, _, { logger }) => ({
      callback: (response) => {
        logger.debug({ answer: response.parameters.get('answer') ?? '' }, 'answer');
        return sound.callback(response);
      },
    })),
    'says no secret, code or token in any log line or error, whatever fails',
  ],
  [
    'throws plain errors',
    broken((sound) => ({
      callback: (response) => sound.callback(response).catch((error) => Promise.reject(new Error(String(error)))),
    })),
    'turns Cancel into access_denied',
  ],
  [
    'blames the operator for a Cancel',
    broken((sound) => ({
      callback: (response) =>
        sound.callback(response).catch((error: ConnectorError) => {
          const { code, message, step, publicMessage } = error;
          throw new ConnectorError(code, message, { step, publicMessage, actor: 'operator' });
        }),
    })),
    'turns Cancel into access_denied',
  ],
  [
    'normalises the callback URL',
    broken((sound) => ({
      authorize: (request) => sound.authorize({ ...request, callbackUrl: decodeURI(request.callbackUrl) }),
    })),
    'hands on the callback URL byte for byte',
  ],
  [
    'recognises people by e-mail',
    broken((sound) => ({
      callback: async (response) => {
        const identity = await sound.callback(response);
        return { ...identity, subject: String(identity.claims.email) };
      },
    })),
    'recognises nobody by e-mail or name',
  ],
  [
    'believes every address',
    broken((sound) => ({ mapProfile: (identity) => ({ ...sound.mapProfile(identity), emailEvidence: 'upstream' }) })),
    'calls no address verified when the upstream is silent about it',
  ],
  [
    'maps by the clock',
    broken((sound, _, { now }) => ({
      mapProfile: (identity) => ({ ...sound.mapProfile(identity), nickname: now().toISOString() }),
    })),
    'is mapped purely: the same again, without a request, on a frozen identity, after a restart, at another time',
  ],
  [
    'asks the upstream as soon as it is created',
    broken((_sound, _options, { fetch }) => {
      void fetch('https://fake-upstream.invalid/').catch(() => undefined);
      return {};
    }),
    'makes no request when a connector is created',
  ],
  [
    'ignores max_age',
    broken((sound) => ({
      authorize: ({ state, callbackUrl }) => sound.authorize({ state, callbackUrl }),
    })),
    'honours max_age, or says that it cannot: it is never ignored',
  ],
  [
    'does not describe an option',
    { ...fake, options: CarelessOptions },
    'publishes a JSON Schema with a description of every option',
  ],
  [
    'declares a secret that is no option',
    { ...fake, secrets: ['shared_secret', 'password'] },
    'is one that the hub can register: names, secrets and endpoint options are sound',
  ],
];

describe('the contract suite, over a connector that', () => {
  it.each(cases)('%s, goes red where it should', async (_, definition, sentence) => {
    const failures = await failuresOf(definition);
    if (sentence === '') expect(failures).toEqual([]);
    else expect(failures).toContain(sentence);
  });

  it.each(['wrong_nonce', 'wrong_audience', 'expired', 'wrong_key', 'unsigned', 'missing_subject'] as const)(
    'accepts %s, goes red where it should',
    async (forgery) => {
      const gullible = broken((_sound, { login_url, client_id }) => ({
        callback: async ({ parameters }) => {
          const payload = parameters.get('answer')?.split('.')[1] ?? '';
          const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
          return { issuer: login_url, subject: claims.sub ?? client_id, claims };
        },
      }));
      const failures = await failuresOf(gullible);
      expect(failures).toContain(
        `refuses an answer with ${forgery.replaceAll('_', ' ')}, and accepts the same one without`,
      );
    },
  );

  it('has a harness that cannot forge the least, is not run at all', async () => {
    await expect(failuresOf(fake, { forgeries: ['wrong_nonce'] })).rejects.toThrow(/cannot forge wrong_issuer/);
  });
});

/** Connectors whose turns are broken: what they send, what they keep, whom they recognise. */
import { createHash, randomBytes } from 'node:crypto';
import type { AuthorizeRedirect, JsonObject } from '../../../src/connectors/index.js';
import { type BrokenConnector, brokenFake, type Change, fakeHarness } from './broken-connector.js';

const over = (
  that: string,
  change: Change,
  red: readonly string[],
  rest: Partial<BrokenConnector> = {},
): BrokenConnector => ({ that, definition: brokenFake(change), harness: fakeHarness, red, ...rest });

/** The redirect with another nonce. */
function withNonce({ url, checks }: AuthorizeRedirect, nonce: string): AuthorizeRedirect {
  const changed = new URL(url);
  changed.searchParams.set('nonce', nonce);
  return { url: changed.href, checks: { ...checks, nonce } };
}

export const brokenTurns: readonly BrokenConnector[] = [
  over(
    'sends the browser out of the web',
    (sound) => ({
      authorize: async (request) => {
        const redirect = await sound.authorize(request);
        return { ...redirect, url: redirect.url.replace('https:', 'ftp:') };
      },
    }),
    ['sends the browser to an absolute URL'],
    { andMore: true },
  ),
  over(
    'makes a state of its own and says nothing of it',
    (sound) => ({
      authorize: (request) => sound.authorize({ ...request, state: 'my-own-state' }),
      callback: (response) => sound.callback({ ...response, state: response.parameters.get('state') ?? '' }),
    }),
    ['makes the upstream echo the state'],
    { topics: ['turn one'] },
  ),
  over(
    'normalises the callback URL',
    (sound) => ({
      authorize: (request) => sound.authorize({ ...request, callbackUrl: decodeURI(request.callbackUrl) }),
    }),
    ['hands on the callback URL byte for byte'],
  ),
  over(
    'has a nonce that can be guessed',
    (sound) => ({
      authorize: async (request) => withNonce(await sound.authorize(request), randomBytes(8).toString('hex')),
    }),
    ['begins two sign-ins with different checks of at least 128 bits'],
  ),
  over(
    'makes the nonce of the state',
    (sound) => ({
      authorize: async (request) =>
        withNonce(await sound.authorize(request), createHash('sha256').update(request.state).digest('base64url')),
    }),
    ['begins two sign-ins with the same state differently'],
  ),
  over(
    'answers sign-ins that begin at once with the same checks',
    (sound) => {
      let pending: Promise<AuthorizeRedirect> | undefined;
      return {
        authorize: (request) => {
          pending ??= sound.authorize(request).finally(() => {
            pending = undefined;
          });
          return pending;
        },
      };
    },
    [
      'begins many sign-ins at once, each with checks of its own',
      'finishes many sign-ins at once, each with its own person',
    ],
  ),
  over(
    'keeps checks that JSON loses',
    (sound) => ({
      authorize: async (request) => {
        const redirect = await sound.authorize(request);
        return { ...redirect, checks: { ...redirect.checks, begun: undefined } as unknown as JsonObject };
      },
    }),
    ['keeps checks that survive a JSON round trip and stay small'],
  ),
  over(
    'sends its secret with the browser',
    (sound, { shared_secret }) => ({
      authorize: async (request) => {
        const redirect = await sound.authorize(request);
        return { ...redirect, url: `${redirect.url}&secret=${shared_secret}` };
      },
    }),
    ['puts no secret into the URL or the checks'],
  ),
  over(
    'glues the login hint to the URL',
    (sound) => ({
      authorize: async ({ loginHint, ...request }) => {
        const redirect = await sound.authorize(request);
        return loginHint === undefined ? redirect : { ...redirect, url: `${redirect.url}&login_hint=${loginHint}` };
      },
    }),
    ['is not broken open by a hostile login hint'],
  ),
  over(
    'expects everybody to read some language',
    (sound) => ({
      authorize: async (request) => {
        if (request.uiLocales?.length === 0) throw new RangeError('no language');
        return sound.authorize(request);
      },
    }),
    ['begins a sign-in in whatever languages the person reads'],
  ),
  over(
    'adds a language to the request',
    (sound) => ({
      authorize: (request) => {
        (request.uiLocales as string[] | undefined)?.push('tlh');
        return sound.authorize(request);
      },
    }),
    ['does not change the request that it was given'],
  ),
  over(
    'throws something else for a prompt that it does not know',
    (sound) => ({
      authorize: async (request) => {
        if (request.prompt === 'consent') throw new TypeError('unknown prompt');
        return sound.authorize(request);
      },
    }),
    ['honours every prompt, or says that it cannot'],
  ),
  over(
    'ignores max_age',
    (sound) => ({ authorize: ({ state, callbackUrl }) => sound.authorize({ state, callbackUrl }) }),
    ['honours max_age, or says that it cannot: it is never ignored'],
  ),
];

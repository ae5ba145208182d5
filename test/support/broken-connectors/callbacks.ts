/** Connectors that are mistaken about who came back, or that somebody came back. */
import { type CallbackResponse, ConnectorError, type JsonObject } from '../../../src/connectors/index.js';
import { type BrokenConnector, brokenFake, type Change, fakeHarness } from './broken-connector.js';

const over = (
  that: string,
  change: Change,
  red: readonly string[],
  rest: Partial<BrokenConnector> = {},
): BrokenConnector => ({ that, definition: brokenFake(change), harness: fakeHarness, red, ...rest });

/** What the answer says before anybody has verified it. */
function unverified({ parameters }: Pick<CallbackResponse, 'parameters'>): JsonObject {
  const payload = parameters.get('answer')?.split('.')[1] ?? '';
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as JsonObject;
  } catch {
    return {};
  }
}

/** The parameters, each once. */
function first(parameters: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...new Set(parameters.keys())].map((name) => [name, parameters.get(name) ?? '']));
}

const DAY = 86_400_000;

export const brokenCallbacks: readonly BrokenConnector[] = [
  over(
    'names no issuer',
    (sound) => ({ callback: async (response) => ({ ...(await sound.callback(response)), issuer: '' }) }),
    ['says who signed in: an issuer and a subject'],
  ),
  over(
    'recognises people by e-mail',
    (sound) => ({
      callback: async (response) => {
        const identity = await sound.callback(response);
        return { ...identity, subject: String(identity.claims.email) };
      },
    }),
    [
      'knows the same person again, and another one apart',
      'recognises nobody by e-mail or name',
      'finishes sign-ins in any order',
      'finishes many sign-ins at once, each with its own person',
    ],
  ),
  over(
    'says that somebody was authenticated at no time',
    (sound) => ({
      callback: async (response) => ({
        ...(await sound.callback(response)),
        authentication: { time: new Date(Number.NaN) },
      }),
    }),
    ['says when the person was authenticated only if that is a time that has been'],
  ),
  over(
    'keeps the nonce in the instance',
    (sound) => {
      let kept = {};
      return {
        authorize: async (request) => {
          const redirect = await sound.authorize(request);
          kept = redirect.checks;
          return redirect;
        },
        callback: (response) => sound.callback({ ...response, checks: kept }),
      };
    },
    [
      'keeps nothing of a sign-in: another instance finishes what this one began',
      'finishes sign-ins in any order',
      'finishes many sign-ins at once, each with its own person',
      'refuses an answer that was moved into another sign-in, its state replaced',
      'refuses checks that were lost or damaged',
    ],
  ),
  over(
    'breaks when an answer is brought twice',
    (sound) => {
      const seen = new Set<string>();
      return {
        callback: async (response) => {
          const identity = await sound.callback(response);
          const answer = response.parameters.toString();
          if (seen.has(answer)) throw new TypeError('seen');
          seen.add(answer);
          return identity;
        },
      };
    },
    ['says of an answer that is brought twice the same or nothing'],
  ),
  over(
    'is tired after two days',
    (sound, _options, { now }) => {
      const made = now().getTime();
      return {
        callback: async (response) => {
          if (now().getTime() > made + 2 * DAY) throw new TypeError('tired');
          return sound.callback(response);
        },
      };
    },
    ['signs people in for days without being started again'],
  ),
  over(
    'hands on the answer among the claims',
    (sound) => ({
      callback: async (response) => {
        const identity = await sound.callback(response);
        return { ...identity, claims: { ...identity.claims, answer: response.parameters.get('answer') ?? '' } };
      },
    }),
    ['hands on claims that survive a JSON round trip, without tokens, codes or secrets'],
  ),
  over(
    'takes the answer away',
    (sound) => ({
      callback: async (response) => {
        const identity = await sound.callback(response);
        response.parameters.delete('answer');
        return identity;
      },
    }),
    ['does not change the answer or the checks that it was given'],
  ),
  over(
    'blames the operator for a Cancel',
    (sound) => ({
      callback: (response) =>
        sound.callback(response).catch((error: ConnectorError) => {
          const { code, message, step, publicMessage } = error;
          throw new ConnectorError(code, message, { step, publicMessage, actor: 'operator' });
        }),
    }),
    ['turns Cancel into access_denied'],
  ),
  over(
    'takes a silent refusal for a Cancel',
    (sound) => ({
      callback: (response) =>
        sound.callback(response).catch((error: ConnectorError) => {
          if (error.code !== 'login_required') throw error;
          const { step, actor, publicMessage } = error;
          throw new ConnectorError('access_denied', 'Refused.', { step, actor, publicMessage });
        }),
    }),
    ['turns a prompt=none that cannot be met into login_required, or says at once that it cannot ask so'],
  ),
  over(
    'believes the nonce that the answer brings',
    (sound) => ({
      callback: (response) =>
        sound.callback({ ...response, checks: { ...response.checks, nonce: unverified(response).nonce ?? '' } }),
    }),
    [
      'refuses the checks of another sign-in',
      'refuses an answer that was moved into another sign-in, its state replaced',
      'refuses checks that were lost or damaged',
      'refuses an answer with wrong nonce, and accepts the same one without',
      'refuses an answer with replayed, and accepts the same one without',
    ],
  ),
  over(
    'looks at neither the state nor the nonce',
    (sound) => ({
      callback: (response) =>
        sound.callback({
          ...response,
          state: response.parameters.get('state') ?? '',
          checks: { nonce: unverified(response).nonce ?? '' },
        }),
    }),
    [
      'refuses the checks of another sign-in',
      'refuses an answer that belongs to another sign-in',
      'refuses an answer that was moved into another sign-in, its state replaced',
      'refuses an answer with another state, although the hub has looked at it before',
      'refuses checks that were lost or damaged',
      'refuses an answer with wrong nonce, and accepts the same one without',
      'refuses an answer with replayed, and accepts the same one without',
    ],
  ),
  over(
    'does not look at the state',
    (sound) => ({
      callback: (response) => sound.callback({ ...response, state: response.parameters.get('state') ?? '' }),
    }),
    ['refuses an answer with another state, although the hub has looked at it before'],
  ),
  over(
    'makes up the nonce that was lost',
    (sound) => ({
      callback: (response) =>
        sound.callback({
          ...response,
          checks:
            typeof response.checks.nonce === 'string' && response.checks.nonce !== ''
              ? response.checks
              : { nonce: unverified(response).nonce ?? '' },
        }),
    }),
    ['refuses checks that were lost or damaged'],
  ),
  over(
    'takes silence for a Cancel',
    (sound) => ({
      callback: (response) =>
        sound.callback(response).catch((error: ConnectorError) => {
          if (response.parameters.has('answer') || response.parameters.has('error')) throw error;
          const { step, actor, publicMessage } = error;
          throw new ConnectorError('access_denied', 'Nothing was said.', { step, actor, publicMessage });
        }),
    }),
    ['refuses an answer that says nothing'],
  ),
  over(
    'takes the first of two answers',
    (sound) => ({ callback: (response) => sound.callback({ ...response, parameters: first(response.parameters) }) }),
    ['refuses an answer that says everything twice'],
  ),
  over(
    'breaks on an answer that is too long',
    (sound) => ({
      callback: async (response) => {
        if (response.parameters.toString().length > 50_000) throw new RangeError('too long');
        return sound.callback(response);
      },
    }),
    ['throws nothing but a ConnectorError, whatever the browser brings'],
  ),
  over(
    'shows the upstream’s words',
    (sound) => ({
      callback: (response) =>
        sound.callback(response).catch((error: ConnectorError) => {
          const words = response.parameters.get('error_description') ?? '';
          const { code, message, step, actor, publicMessage } = error;
          throw new ConnectorError(code, message, { step, actor, publicMessage: `${publicMessage} ${words}`.trim() });
        }),
    }),
    ['shows a person nothing of the upstream’s own words'],
  ),
];

/** Connectors with a wrong view of a person, and those that say too much. */
import { ConnectorError, type ConnectorMessages } from '../../../src/connectors/index.js';
import { type BrokenConnector, brokenFake, type Change, fakeHarness } from './broken-connector.js';

const over = (
  that: string,
  change: Change,
  red: readonly string[],
  members: Parameters<typeof brokenFake>[1] = {},
  rest: Partial<BrokenConnector> = {},
): BrokenConnector => ({ that, definition: brokenFake(change, members), harness: fakeHarness, red, ...rest });

/** The messages of a catalogue, as a definition has them. */
const saying = (messages: ConnectorMessages) => ({ messages });

export const brokenProfiles: readonly BrokenConnector[] = [
  over(
    'loses the name',
    (sound) => ({
      mapProfile: (identity) => {
        const { name: _name, ...profile } = sound.mapProfile(identity);
        return profile;
      },
    }),
    ['has the person’s name and address', 'finishes many sign-ins at once, each with its own person'],
  ),
  over(
    'knows of no groups',
    (sound) => ({ mapProfile: (identity) => ({ groups: [], ...sound.mapProfile(identity) }) }),
    ['leaves out what it does not know'],
  ),
  over(
    'adds what the hub does not know',
    (sound) => ({ mapProfile: (identity) => ({ ...sound.mapProfile(identity), tenant: 'acme' }) }),
    ['has only members that the hub knows, and is JSON'],
  ),
  over(
    'believes every address',
    (sound) => ({ mapProfile: (identity) => ({ ...sound.mapProfile(identity), emailEvidence: 'upstream' }) }),
    ['calls no address verified when the upstream is silent about it', 'is mapped whatever the claims hold'],
  ),
  over(
    'maps by the clock',
    (sound, _options, { now }) => ({
      mapProfile: (identity) => ({ ...sound.mapProfile(identity), nickname: now().toISOString() }),
    }),
    ['is mapped purely: the same again, without a request, on a frozen identity, after a restart, at another time'],
  ),
  over(
    'expects every name to be a text',
    (sound) => ({
      mapProfile: (identity) => ({
        ...sound.mapProfile(identity),
        name: (identity.claims as { readonly name: string }).name.trim(),
      }),
    }),
    ['is mapped whatever the claims hold'],
  ),
];

export const brokenWords: readonly BrokenConnector[] = [
  over(
    'logs the answer',
    (sound, _options, { logger }) => ({
      callback: (response) => {
        logger.debug({ answer: response.parameters.get('answer') ?? '' }, 'answer');
        return sound.callback(response);
      },
    }),
    ['says no secret, code or token in any log line or error, whatever fails'],
  ),
  over(
    'throws plain errors',
    (sound) => ({
      callback: (response) => sound.callback(response).catch((error) => Promise.reject(new Error(String(error)))),
    }),
    ['turns Cancel into access_denied'],
    {},
    { andMore: true },
  ),
  over(
    'says nothing to the person',
    (sound) => ({
      callback: (response) =>
        sound.callback(response).catch(({ code, message, step, actor }: ConnectorError) => {
          throw new ConnectorError(code, message, { step, actor, publicMessage: '' });
        }),
    }),
    ['says of every failure the step, who can mend it, and a sentence for the person'],
  ),
  over(
    'speaks French without words',
    () => ({}),
    ['has the same sentences in every language', 'has a translation of every sentence that a person was shown'],
    saying({ de: { 'fake.invalid_response': 'Die Antwort hält nicht.' }, fr: {} }),
  ),
  over(
    'has a catalogue of other sentences',
    () => ({}),
    ['has a translation of every sentence that a person was shown'],
    saying({ de: { 'fake.of_old': 'Das sagt niemand mehr.' } }),
  ),
  over(
    'tells the observer the answer',
    (sound) => ({
      callback: (response) => {
        response.observer?.passed('callback', { answer: response.parameters.get('answer') ?? '' });
        return sound.callback(response);
      },
    }),
    ['tells whoever observes a sign-in no secret, code or token'],
  ),
  over(
    'signs in somebody else when observed',
    (sound) => ({
      callback: async (response) => {
        const identity = await sound.callback(response);
        return response.observer === undefined ? identity : { ...identity, subject: 'observed' };
      },
    }),
    ['signs in the same person, observed or not'],
  ),
];

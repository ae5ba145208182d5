/** What a front door's cookies are good for, and where: between applications, secrets, tenants. */
import { describe, expect, it } from '@jest/globals';
import { answerFakeLogin } from '../../test/support/fake-answer.js';
import { turn } from '../../test/support/front-door-turn.js';
import { fake } from '../connectors/fake/index.js';
import type { JsonObject } from '../connectors/index.js';
import { testRuntime } from '../connectors/testing/test-runtime.js';
import { FrontDoor, type FrontDoorOptions } from './front-door.js';
import { InProcessSignInStore, type SignInStore } from './sign-in-store.js';

const sharedSecret = 'canary-shared-secret-of-the-fake-upstream';
const runtime = testRuntime({ at: new Date() });
const given: FrontDoorOptions = {
  connector: fake,
  options: { client_id: 'app', shared_secret: sharedSecret },
  callbackUrl: 'http://localhost:4000/signed-in',
  secret: 'a secret of the application, of 32 characters or more',
};
const doorOf = (changed: Partial<FrontDoorOptions> = {}, name = 'contoso') =>
  new FrontDoor(name, { ...given, ...changed }, runtime);

/** Signs Ada in. */
async function signIn(door: FrontDoor, path = '/reports') {
  const begun = await turn(door, path);
  const answer = await answerFakeLogin({ url: begun.url, sharedSecret, now: runtime.now(), person: { sub: 'ada' } });
  return turn(door, `/signed-in?${answer}`, begun.cookie);
}

const opens = async (door: FrontDoor, cookie: string) => (await turn(door, '/reports', cookie)).kind === 'person';

describe('the session’s cookie', () => {
  it.each<[string, FrontDoor, boolean]>([
    ['the same application, in another process', doorOf(), true],
    ['a connection of another name', doorOf({}, 'fabrikam'), false],
    ['an application on another port of the host', doorOf({ callbackUrl: 'http://localhost:5000/signed-in' }), false],
    ['the application under another client id', doorOf({ options: { ...given.options, client_id: 'other' } }), false],
    ['the application with another secret', doorOf({ secret: 'another secret, of 32 characters or more' }), false],
  ])('of one application is for %s: %3$s', async (_case, door, expected) => {
    const { cookie } = await signIn(doorOf());
    expect(await opens(door, cookie)).toBe(expected);
  });

  it('lies beside that of an application on another port, so that neither signs the other out', async () => {
    const [one, other] = [doorOf(), doorOf({ callbackUrl: 'http://localhost:5000/signed-in' })];
    const cookies = `${(await signIn(one)).cookie}; ${(await signIn(other)).cookie}`;
    expect([await opens(one, cookies), await opens(other, cookies)]).toEqual([true, true]);
  });

  it('the session’s cookie stays good while its secret is replaced: first the new one writes, then the old one goes', async () => {
    const [old, next] = ['the old secret, of 32 characters or more', 'the new secret, of 32 characters or more'];
    const before = await signIn(doorOf({ secret: old }));
    const during = doorOf({ secret: [next, old] });
    expect(await opens(during, before.cookie)).toBe(true);
    const { cookie } = await signIn(during);
    expect(await opens(doorOf({ secret: next }), cookie)).toBe(true);
    expect(await opens(doorOf({ secret: next }), before.cookie)).toBe(false);
    expect(await opens(doorOf({ secret: old }), cookie)).toBe(false);
  });

  it('the session’s cookie needs a secret, and no short one among several', () => {
    const long = 's'.repeat(32);
    const missing = undefined as unknown as string;
    for (const secret of [[long, 's'.repeat(31)], '', missing]) {
      expect(() => doorOf({ secret })).toThrow(/needs 32 characters/);
    }
    expect(() => doorOf({ secret: [] })).toThrow(/needs a secret/);
    expect(doorOf({ secret: [long, `${long}s`] })).toBeDefined();
  });
});

describe('a sign-in', () => {
  const pathOf = (length: number) => `/reports?q=${'a'.repeat(length)}`;
  const cases: readonly (readonly [string, string, string])[] = [
    ['the very place', pathOf(1_000), pathOf(1_000)],
    ['its path, where the query is more than a cookie holds', pathOf(6_000), '/reports'],
    ['the first page, where the path is', `/${'a'.repeat(6_000)}`, '/'],
  ];
  it.each(cases)('a sign-in leads back to %s', async (_case, path, expected) => {
    expect((await signIn(doorOf(), path)).url).toBe(`http://localhost:4000${expected}`);
  });

  it('a sign-in is finished by a form from the upstream’s own site, where the application is reached over https', async () => {
    const door = doorOf({ callbackUrl: 'https://reports.example/signed-in' });
    const begun = await turn(door, '/reports');
    // The only cookie that a browser sends with such a form.
    expect(begun.set).toEqual([expect.stringMatching(/^__Host-portico_sign-in_.*; HttpOnly; Secure; SameSite=None$/)]);
    const answer = await answerFakeLogin({ url: begun.url, sharedSecret, now: runtime.now(), person: { sub: 'ada' } });
    const form = Object.fromEntries(new URLSearchParams(answer));
    const refused = [{}, { ...form, state: [form.state] }, { ...form, state: `${form.state}x` }];
    for (const body of refused) expect((await turn(door, '/signed-in', begun.cookie, body)).kind).toBe('stranger');
    expect((await turn(door, '/signed-in', '', form)).kind).toBe('stranger');

    const ended = await turn(door, '/signed-in', begun.cookie, form);
    expect(ended.url).toBe('https://reports.example/reports');
    expect(ended.set.at(-1)).toMatch(/^__Host-portico_session_.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(await opens(door, ended.cookie)).toBe(true);
  });

  it('a sign-in is finished only with what the first turn of the same application kept', async () => {
    const begun = await turn(doorOf(), '/reports');
    const answer = await answerFakeLogin({ url: begun.url, sharedSecret, now: runtime.now(), person: { sub: 'ada' } });
    const other: JsonObject = { ...given.options, client_id: 'other' };
    expect((await turn(doorOf({ options: other }), `/signed-in?${answer}`, begun.cookie)).kind).toBe('stranger');
    expect((await turn(doorOf(), `/signed-in?${answer}`, begun.cookie)).kind).toBe('redirect');
  });
});

describe('a begun sign-in', () => {
  async function begin(door: FrontDoor) {
    const { url, cookie } = await turn(door, '/reports');
    const answer = await answerFakeLogin({ url, sharedSecret, now: runtime.now(), person: { sub: 'ada' } });
    return (finishing: FrontDoor = door) => turn(finishing, `/signed-in?${answer}`, cookie);
  }
  /** Another process of the same application: the store is what they share. */
  const sharing = () => {
    const signInStore = new InProcessSignInStore(runtime.now);
    return [doorOf({ signInStore }), doorOf({ signInStore })] as const;
  };

  it('a begun sign-in gives one session, however often its cookie and the upstream’s answer come back', async () => {
    const door = doorOf();
    const [finish, finishOther] = [await begin(door), await begin(door)];
    const first = await finish();
    expect(await opens(door, first.cookie)).toBe(true);
    const second = await finish();
    expect([second.kind, second.cookie]).toEqual(['stranger', '']);
    expect((await finishOther()).kind).toBe('redirect');
  });

  it('a begun sign-in gives one session when it is finished twice at the same moment', async () => {
    const door = doorOf();
    const finish = await begin(door);
    const kinds = (await Promise.all([finish(), finish()])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['redirect', 'stranger']);
  });

  it('a begun sign-in gives one session in several processes that share a store, and one in each where they do not', async () => {
    const [here, there] = sharing();
    const finish = await begin(here);
    expect([(await finish(there)).kind, (await finish(here)).kind]).toEqual(['redirect', 'stranger']);
    const finishApart = await begin(doorOf());
    expect([(await finishApart(doorOf())).kind, (await finishApart(doorOf())).kind]).toEqual(['redirect', 'redirect']);
  });

  it('a begun sign-in is used up before the upstream is asked, so that a refused answer is not tried again', async () => {
    const asked: string[] = [];
    const signInStore: SignInStore = {
      consumeOnce: async (id, until) => {
        asked.push('store');
        expect(id).toMatch(/^[\w-]{43}$/);
        expect((until.getTime() - runtime.now().getTime()) / 1_000).toBe(660);
        return true;
      },
    };
    const connector = { ...fake, create: watched(() => asked.push('upstream')) };
    const door = doorOf({ signInStore, connector });
    await (await begin(door))();
    expect(asked).toEqual(['store', 'upstream']);
  });

  it.each<[string, unknown]>([
    ['says no', false],
    ['says nothing', undefined],
    ['says something else than true', 'OK'],
  ])('a begun sign-in is refused where its store %s', async (_case, answer) => {
    const storeOf = (said: unknown): SignInStore => ({ consumeOnce: async () => said as boolean });
    expect((await (await begin(doorOf({ signInStore: storeOf(answer) })))()).kind).toBe('stranger');
    expect((await (await begin(doorOf({ signInStore: storeOf(true) })))()).kind).toBe('redirect');
  });

  it('a begun sign-in is refused where its store fails', async () => {
    const signInStore: SignInStore = { consumeOnce: () => Promise.reject(new Error('no connection')) };
    await expect((await begin(doorOf({ signInStore })))()).rejects.toThrow('no connection');
  });
});

/** The fake connector, which says when it is asked to read an answer. */
function watched(onCallback: () => void): typeof fake.create {
  return (...given) => {
    const connector = fake.create(...given);
    return {
      authorize: (asked) => connector.authorize(asked),
      mapProfile: (identity) => connector.mapProfile(identity),
      callback: (answer) => {
        onCallback();
        return connector.callback(answer);
      },
    };
  };
}

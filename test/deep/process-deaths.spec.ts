import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { FaultyHub, type Kept } from '../support/faulty-hub.js';
import { atApplication, authorization, redeem, type Tokens, token } from '../support/sign-in.js';

const ADELE = 'adele@contoso.com';
const atCallback = { stopAt: (target: URL) => target.pathname.startsWith('/login/callback') };

describe('a sign-in whose storage fails', () => {
  let hub: FaultyHub;
  /** What an application was given before anything failed. */
  let acknowledged: Tokens;

  beforeAll(async () => {
    hub = await FaultyHub.start();
    const signIn = new SignIn();
    acknowledged = await signIn.tokens(await signIn.code());
  }, 60_000);
  afterEach(() => hub.disarm());
  afterAll(() => hub?.close());

  /** Somebody comes with a browser that was never here before. */
  class SignIn {
    readonly browser = new Browser();
    private readonly scope = 'openid email offline_access';
    readonly request = authorization(hub, { connection: 'contoso', scope: this.scope });

    constructor(private readonly person = ADELE) {}

    authorize(): Promise<Visit> {
      return this.browser.open(this.request.url);
    }

    async atCallback(): Promise<Visit> {
      return this.browser.submit(await this.authorize(), { user: this.person }, undefined, atCallback);
    }

    answer(callback: Visit): Promise<Visit> {
      return this.browser.open(callback.url, atApplication);
    }

    async code(): Promise<Visit> {
      return this.answer(await this.atCallback());
    }

    tokens(end: Visit): Promise<Tokens> {
      return redeem(hub, end, this.request);
    }

    /** What the token endpoint says to the code, whatever it is. */
    redemption(end: Visit): Promise<Tokens> {
      return token(hub, {
        grant_type: 'authorization_code',
        code: end.url.searchParams.get('code') ?? '',
        redirect_uri: hub.application.redirectUri,
        code_verifier: this.request.verifier,
      });
    }
  }

  const userInfo = async ({ access_token }: Tokens): Promise<number> => {
    const response = await fetch(`${hub.issuer}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
    await response.arrayBuffer();
    return response.status;
  };

  /** The browser or application of a request that is not answered, and what it does once the hub is back. */
  interface Attempt {
    ask(): Promise<unknown>;
    /** @param wasWritten whether the request's commit had ended. */
    afterwards(wasWritten: boolean): Promise<void>;
  }

  /**
   * Kills the hub at one boundary after the other of a request, until the request gets past all of them. After each death
   * `kinds` are all there or none is, and what was acknowledged before is there.
   */
  async function dieEverywhere(kinds: readonly (keyof Kept)[], prepare: () => Promise<Attempt>): Promise<void> {
    const places: string[] = [];
    for (let boundary = 1; ; boundary += 1) {
      const attempt = await prepare();
      const before = await hub.kept();
      await hub.arm(boundary);
      if (await isAnswered(attempt.ask())) break;
      const made = madeSince(before, await hub.kept());
      const place = await hub.startAgain();
      expect(hub.output).not.toMatch(/"level":"(warn|error|fatal)"/);
      const wasWritten = place === 'after commit';
      expect({ place, made }).toEqual({ place, made: wasWritten ? oneOf(kinds) : {} });
      expect({ place, status: await userInfo(acknowledged) }).toEqual({ place, status: 200 });
      await attempt.afterwards(wasWritten);
      places.push(place);
    }
    expect([places.at(0), ...places.slice(-2)]).toEqual(['before begin', 'before commit', 'after commit']);
    expect(places.filter((place) => /insert|update|delete/.test(place)).length).toBeGreaterThan(1);
  }

  it('a sign-in that is killed at any write of authorize is begun whole or not at all, and the browser begins again', async () => {
    await dieEverywhere(['interactions', 'pendingLogins'], async () => {
      const signIn = new SignIn();
      return {
        ask: () => signIn.authorize(),
        afterwards: async () => expect(await userInfo(await signIn.tokens(await signIn.code()))).toBe(200),
      };
    });
  }, 120_000);

  it.each([
    ['somebody who is known', ADELE],
    ['somebody new', 'nina@contoso.com'],
  ])(
    'a sign-in of %s that is killed at any write of the callback has its code, session, event and user, or none of them',
    async (_who, person) => {
      await dieEverywhere(['codes', 'sessions', 'countedLogins', 'successEvents'], async () => {
        const signIn = new SignIn(person);
        const callback = await signIn.atCallback();
        return {
          ask: () => signIn.answer(callback),
          afterwards: async (wasWritten) => {
            const again = await signIn.answer(callback);
            // The upstream takes its code once: who was not answered starts again, from a page.
            expect([again.status, again.url.searchParams.has('state')]).toEqual([wasWritten ? 303 : 400, true]);
            // Who is new stays so until then.
            if (!wasWritten && person !== ADELE) return;
            const end = wasWritten ? again : await signIn.browser.open(signIn.request.url, atApplication);
            expect(await userInfo(await signIn.tokens(end))).toBe(200);
          },
        };
      });
    },
    90_000,
  );

  it('a sign-in that is killed at any write of the redemption has used its code with tokens and event, or the code is still good', async () => {
    await dieEverywhere(['usedCodes', 'accessTokens', 'exchangeEvents'], async () => {
      const signIn = new SignIn();
      const end = await signIn.code();
      const before = await hub.kept();
      return {
        ask: () => signIn.tokens(end),
        afterwards: async (wasWritten) => {
          const tokens = await signIn.redemption(end);
          if (!wasWritten) return expect(await userInfo(tokens)).toBe(200);
          // Nobody was told these tokens, and a code that is redeemed again ends them.
          expect(tokens.error).toBe('invalid_grant');
          expect(madeSince(before, await hub.kept())).not.toHaveProperty('accessTokens');
        },
      };
    });
  }, 120_000);

  it.each([4, 18, 32])(
    'of sign-ins that are killed together at write %i none loses a code that it was given',
    async (boundary) => {
      const signIns = Array.from({ length: 6 }, () => new SignIn());
      const callbacks = await Promise.all(signIns.map((signIn) => signIn.atCallback()));
      const before = await hub.kept();
      await hub.arm(boundary);
      const ends = await Promise.allSettled(
        signIns.map(async (signIn, index) => ({ signIn, end: await signIn.answer(callbacks[index] as Visit) })),
      );
      const given = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
      const { codes = 0, ...made } = madeSince(before, await hub.kept());
      await hub.startAgain();
      expect(given.length).toBeLessThan(signIns.length);
      expect(codes).toBeGreaterThanOrEqual(given.length);
      expect([made.sessions ?? 0, made.successEvents ?? 0]).toEqual([codes, codes]);
      for (const { signIn, end } of given) expect(await userInfo(await signIn.tokens(end))).toBe(200);
    },
    30_000,
  );

  it.each([
    ['and leaves the transaction open', 'full'],
    ['and undoes the transaction', 'full, undone'],
  ] as const)(
    'a sign-in on a disk that refuses to commit %s is answered 503, writes nothing, and goes on when there is room',
    async (_what, fault) => {
      const signIn = new SignIn();
      const failing = async (ask: () => Promise<{ readonly status: number }>) => {
        const before = await hub.kept();
        await hub.arm(fault);
        const { status } = await ask();
        await hub.disarm();
        expect([status, madeSince(before, await hub.kept())]).toEqual([503, {}]);
      };
      await failing(() => signIn.authorize());
      const callback = await signIn.atCallback();
      await failing(() => signIn.answer(callback));
      expect((await signIn.answer(callback)).status).toBe(400);
      const end = await signIn.browser.open(signIn.request.url, atApplication);
      await failing(async () => {
        const { error } = await signIn.redemption(end);
        return { status: error === 'temporarily_unavailable' ? 503 : 0 };
      });
      expect(await userInfo(await signIn.tokens(end))).toBe(200);
    },
  );
});

/** @returns false where the connection broke instead. */
function isAnswered(answer: Promise<unknown>): Promise<boolean> {
  return answer.then(
    () => true,
    (error: Error) => {
      if (error.message === 'fetch failed') return false;
      throw error;
    },
  );
}

/** How many of each kind came; kinds of which none came are left out. */
function madeSince(before: Kept, after: Kept): Partial<Record<keyof Kept, number>> {
  const kinds = Object.keys(after) as (keyof Kept)[];
  const made = kinds.map((kind) => [kind, [...after[kind]].filter((id) => !before[kind].has(id)).length] as const);
  return Object.fromEntries(made.filter(([, count]) => count > 0));
}

function oneOf(kinds: readonly (keyof Kept)[]): Partial<Record<keyof Kept, number>> {
  return Object.fromEntries(kinds.map((kind) => [kind, 1]));
}

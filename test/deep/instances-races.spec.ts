import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Browser, type Visit } from '../support/browser.js';
import { Instances } from '../support/instances.js';
import { type Authorization, atApplication, authorization, redeem, type Tokens, token } from '../support/sign-in.js';

const BOTH = [0, 1] as const;

/** What somebody got, raw. */
interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly cacheControl: string | null;
  readonly location: string | null;
  readonly refresh: string | null;
  readonly body: string;
}

describe('two instances that are asked at the same moment', () => {
  let world: Instances;
  beforeAll(async () => {
    world = await Instances.start();
  }, 120_000);
  afterAll(() => world?.close());
  afterEach(() => world.sandbox.control.clearRequests());

  async function begin() {
    const browser = new Browser();
    const request = authorization(world, { connection: 'contoso', scope: 'openid email offline_access' });
    const upstream = await browser.open(request.url);
    const { url: callback } = await browser.submit(upstream, { user: 'adele@contoso.com' }, undefined, {
      stopAt: (target) => target.pathname.startsWith('/login/callback'),
    });
    return { browser, request, callback };
  }
  async function signIn() {
    const { browser, request, callback } = await begin();
    return { request, end: await browser.open(callback, atApplication) };
  }
  /** Straight to one of them, so that neither waits in the same process. */
  async function ask(index: number, path: string, init: RequestInit): Promise<Answer> {
    const { status, headers, body } = await raw(await world.at(index, path, init));
    return {
      status,
      type: headers.get('content-type'),
      cacheControl: headers.get('cache-control'),
      location: headers.get('location'),
      refresh: headers.get('refresh'),
      body,
    };
  }
  const raw = async (response: Response) => ({
    status: response.status,
    headers: response.headers,
    body: await response.text(),
  });
  const post = (index: number, form: Readonly<Record<string, string>>) => {
    const { clientId, clientSecret } = world.application;
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
    return ask(index, '/oauth/token', { method: 'POST', body });
  };
  const redemptionOf = (request: Authorization, end: Visit) => ({
    grant_type: 'authorization_code',
    code: end.url.searchParams.get('code') ?? '',
    redirect_uri: world.application.redirectUri,
    code_verifier: request.verifier,
  });
  const tokensIn = (answers: readonly Answer[]): readonly Tokens[] =>
    answers.filter(({ status }) => status === 200).map(({ body }) => JSON.parse(body) as Tokens);
  const userInfo = async (tokens: Tokens | undefined) =>
    (await ask(0, '/userinfo', { headers: { authorization: `Bearer ${tokens?.access_token}` } })).status;
  /** Both have read the artifact by the time that either can use it: somebody else holds its row until then. */
  async function meeting<Result>(model: string, work: () => Promise<Result>): Promise<Result> {
    const holder = new pg.Client(world.server.url);
    await holder.connect();
    try {
      await holder.query('begin');
      await holder.query('select 1 from oidc_artifacts where model = $1 for update', [model]);
      const result = work();
      while ((await waiting()) < BOTH.length);
      await holder.query('commit');
      return await result;
    } finally {
      await holder.end();
    }
  }
  async function waiting(): Promise<number> {
    const { rows } = await world.server.admin(
      "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    return rows.length;
  }
  const tokenRequests = () => world.sandbox.control.requests({ method: 'POST', path: '/token' }).length;

  it.each([1, 2, 3])(
    'two instances that are asked for one callback at the same moment give one code (round %i)',
    async () => {
      const { browser, request, callback } = await begin();
      const cookie = await browser.cookies.getCookieString(world.issuer);
      const init = { headers: { cookie }, redirect: 'manual' } as const;
      const answers = await Promise.all(BOTH.map((index) => ask(index, callback.pathname + callback.search, init)));
      expect(tokenRequests()).toBe(1);
      const redirects = answers.filter(({ status }) => status === 303).map(({ location }) => location);
      expect(redirects.length).toBeGreaterThan(0);
      expect(new Set(redirects).size).toBe(1);
      // Whoever came second is answered the same, or asks again in a second, and is answered the same then.
      const waiting = answers.filter(({ status }) => status !== 303);
      expect(waiting.map(({ status, refresh }) => [status, refresh])).toEqual(
        waiting.map(() => [200, `1; url=${callback.href}`]),
      );
      for (const { body } of waiting) expect(body).not.toMatch(/localhost:9/);
      const end = await browser.open(callback, atApplication);
      expect([end.url.href, tokenRequests()]).toEqual([redirects[0], 1]);
      expect((await redeem(world, end, request)).claims.email).toBe('adele@contoso.com');
    },
  );

  it('two instances that another browser asks for the callback at the same moment answer its owner alone', async () => {
    const { browser, callback } = await begin();
    const stranger = await begin();
    const theirs = tokenRequests();
    const cookies = [browser, stranger.browser].map(({ cookies }) => cookies.getCookieString(world.issuer));
    const [owner, other] = await Promise.all(
      BOTH.map(async (index) => {
        const init = { headers: { cookie: (await cookies[index]) ?? '' }, redirect: 'manual' } as const;
        return ask(index, callback.pathname + callback.search, init);
      }),
    );
    expect([owner?.status, other?.status, other?.location]).toEqual([303, 400, null]);
    expect(tokenRequests() - theirs).toBe(1);
  });

  it('two instances that are asked to redeem different codes at the same moment give tokens for both, which work', async () => {
    const [one, other] = await Promise.all([signIn(), signIn()]);
    const answers = await Promise.all([
      post(0, redemptionOf(one.request, one.end)),
      post(1, redemptionOf(other.request, other.end)),
    ]);
    const tokens = tokensIn(answers);
    expect(await Promise.all(tokens.map(userInfo))).toEqual([200, 200]);
  });

  it('two instances that are asked to redeem one code at the same moment give tokens once, and end them', async () => {
    const { request, end } = await signIn();
    const form = redemptionOf(request, end);
    const answers = await meeting('AuthorizationCode', () => Promise.all(BOTH.map((index) => post(index, form))));
    const [winner, ...more] = tokensIn(answers);
    expect([answers.map(({ status }) => status).toSorted(), more]).toEqual([[200, 400], []]);
    // Before anybody asks once more, which would end them too.
    expect(await userInfo(winner)).toBe(401);
    // The same as a code gets that was used long before.
    const late = await post(0, form);
    expect(JSON.parse(late.body)).toHaveProperty('error', 'invalid_grant');
    expect(answers.find(({ status }) => status === 400)).toEqual(late);
    const refresh = { grant_type: 'refresh_token', refresh_token: winner?.refresh_token ?? '' };
    expect(await token(world, refresh)).toHaveProperty('error', 'invalid_grant');
  });

  it('two instances that are asked to refresh by one token at the same moment give tokens once, and end them', async () => {
    const { request, end } = await signIn();
    const first = await redeem(world, end, request);
    const form = { grant_type: 'refresh_token', refresh_token: first.refresh_token ?? '' };
    const answers = await meeting('RefreshToken', () => Promise.all(BOTH.map((index) => post(index, form))));
    const [winner, ...more] = tokensIn(answers);
    expect([answers.map(({ status }) => status).toSorted(), more]).toEqual([[200, 400], []]);
    expect([await userInfo(winner), await userInfo(first)]).toEqual([401, 401]);
    const late = await post(1, form);
    expect(answers.find(({ status }) => status === 400)).toEqual(late);
  });
});

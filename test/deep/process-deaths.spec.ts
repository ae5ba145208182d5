import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../support/browser.js';
import { FaultyHub, type Kept } from '../support/faulty-hub.js';
import { type Authorization, atApplication, authorization, redeem, type Tokens, token } from '../support/sign-in.js';

const atCallback = { stopAt: (target: URL) => target.pathname.startsWith('/login/callback') };

/** How many of each kind came. */
type Made = Readonly<Record<keyof Kept, number>>;

/** A sign-in under way, in a browser that was never here before. */
interface SignIn {
  readonly browser: Browser;
  readonly request: Authorization;
}

describe('a sign-in whose storage fails', () => {
  let hub: FaultyHub;
  beforeAll(async () => {
    hub = await FaultyHub.start();
    // The user is made.
    await tokensOf(await back(begin())).catch((e) => { console.log(hub.output); throw e; });
  }, 60_000);
  afterEach(() => hub.disarm());
  afterAll(() => hub?.close());

  const begin = (): SignIn => ({
    browser: new Browser(),
    request: authorization(hub, { connection: 'contoso', scope: 'openid email offline_access' }),
  });
  const authorize = ({ browser, request }: SignIn) => browser.open(request.url);
  const atUpstream = ({ browser }: SignIn, page: Visit) =>
    browser.submit(page, { user: 'adele@contoso.com' }, undefined, atCallback);
  const answer = ({ browser }: SignIn, callback: Visit) => browser.open(callback.url, atApplication);
  async function back(signIn: SignIn) {
    return { signIn, end: await answer(signIn, await atUpstream(signIn, await authorize(signIn))) };
  }
  const tokensOf = ({ signIn, end }: { signIn: SignIn; end: Visit }) => redeem(hub, end, signIn.request);
  const userInfo = async ({ access_token }: Pick<Tokens, 'access_token'>) => {
    const response = await fetch(`${hub.issuer}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
    await response.arrayBuffer();
    return response.status;
  };

  it('x', async () => {
    const places: unknown[] = [];
    for (const step of ['authorize', 'callback', 'token'] as const)
    for (let boundary = 1; ; boundary += 1) {
      const signIn = begin();
      const page = step !== 'authorize' ? await authorize(signIn) : undefined;
      const callback = page && await atUpstream(signIn, page);
      const end = step === 'token' && callback ? await answer(signIn, callback) : undefined;
      const before = await hub.kept();
      await hub.arm(boundary);
      let result: unknown;
      try { result = end ? await tokensOf({ signIn, end }) : callback ? await answer(signIn, callback) : await authorize(signIn) } catch (e) { result = e; }
      if (!(result instanceof TypeError)) { await hub.disarm(); places.push('answered'); break; }
      const made = difference(before, await hub.kept());
      const t = Date.now();
      const place = await hub.startAgain();
      const t2 = Date.now() - t;
      let after: unknown;
      if (step === 'authorize') after = (await back(signIn)).end.url.search.slice(0, 10);
      else if (callback && !end) { const v = await answer(signIn, callback); after = [v.status, v.url.href.slice(0, 60), v.page.querySelector('h1')?.text]; }
      else if (end) after = Object.keys(await token(hub, { grant_type: 'authorization_code', code: end.url.searchParams.get('code') ?? '', redirect_uri: hub.application.redirectUri, code_verifier: signIn.request.verifier}));
      places.push([step, boundary, place, JSON.stringify(made), t2, after]);
    }
    console.log(places);
  }, 120_000);
});

function difference(before: Kept, after: Kept): Made {
  const names = Object.keys(before) as (keyof Kept)[];
  const made = names.map((name) => [name, [...after[name]].filter((id) => !before[name].has(id)).length]);
  return Object.fromEntries(made) as Made;
}

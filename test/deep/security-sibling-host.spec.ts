import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Cookie } from 'tough-cookie';
import { Browser, type Visit } from '../support/browser.js';
import { type Chromium, describeInChromium, type Visitor } from '../support/chromium.js';
import type { CorpHosts } from '../support/corp-hosts.js';
import { CorpWorld } from '../support/corp-world.js';
import type { Authorization } from '../support/sign-in.js';

const VICTIM = 'adele@contoso.com';
const ATTACKER = 'nina@contoso.com';
const NO_LOOT = { codes: [], session: 'none' };

/**
 * Whoever owns a sibling host of the hub may set cookies for the whole domain in anybody's browser. The victim is signed
 * in at the upstream, which therefore answers without a page. Outcomes count here, not the names of cookies.
 */
describeInChromium('a sibling host of the hub', (chromium: Chromium) => {
  let corp: CorpWorld;
  let hosts: CorpHosts;
  let visitor: Visitor;
  let attacker: Browser;

  beforeAll(async () => {
    corp = await CorpWorld.start();
    hosts = corp.hosts;
    visitor = await chromium.visitor({ ignoreHTTPSErrors: true });
  });
  afterAll(async () => {
    await visitor?.leave();
    await corp?.close();
  });
  beforeEach(async () => {
    await visitor.startOver();
    attacker = new Browser();
    await signInVictimUpstream();
    hosts.forget();
  });

  const atPortal = { stopAt: (target: URL) => target.href.startsWith(hosts.callback) };
  const atUpstream = { stopAt: (target: URL) => target.origin === new URL(corp.world.sandbox.url).origin };
  const go = async (url: string | URL) => void (await visitor.page.goto(String(url)));
  /** Leaves the victim with a session of the upstream, and none of the hub. */
  async function signInVictimUpstream(): Promise<void> {
    await go(corp.ask({ connection: 'contoso' }).url);
    await visitor.page.getByRole('button', { name: 'Adele Vance' }).click();
    await visitor.page.waitForURL(`${hosts.callback}**`);
    await visitor.page.context().clearCookies({ domain: /corp\.test$/ });
  }

  /** Every cookie that the hub gave the attacker, under each name and path that the sibling could give it. */
  async function plantCookies(chosen: (cookie: Cookie) => boolean = () => true): Promise<void> {
    const cookies = (await attacker.cookies.store.getAllCookies()).filter(
      (cookie) => cookie.domain === new URL(hosts.hub).hostname && chosen(cookie),
    );
    hosts.planted = cookies.flatMap(({ key, value, path }) => {
      const bare = key.replace(/^__(?:Host|Secure)-/, '');
      const paths = [...new Set(['/', '/authorize', '/login', path ?? '/'])];
      return [bare, `__Secure-${bare}`, `__Host-${bare}`, `=__Host-${bare}`].flatMap((name) =>
        paths.map((one) => `${name}=${value}; Domain=corp.test; Path=${one}; Secure; HttpOnly; SameSite=Lax`),
      );
    });
    const tab = await visitor.page.context().newPage();
    await tab.goto(hosts.sibling);
    await tab.close();
  }

  /** Whether the victim's browser sent the hub cookies of the attacker, and none of them under `__Host-`. */
  function expectCookiesSent(): void {
    const values = new Set(hosts.planted.map((line) => /^=?[^=]+=([^;]*)/.exec(line)?.[1] ?? ''));
    const sent = hosts.hubRequests.flatMap(({ cookie }) => cookie.split('; ')).map((pair) => pair.split('='));
    const names = sent.filter(([, ...value]) => values.has(value.join('='))).map(([name]) => name ?? '');
    expect(names).not.toEqual([]);
    expect(names.filter((name) => name.startsWith('__Host-'))).toEqual([]);
  }

  const codesArrived = () => hosts.arrivals.filter((url) => url.searchParams.has('code')).map(String);
  const arrivalOf = ({ state }: Authorization) => {
    const url = hosts.arrivals.find(({ searchParams }) => searchParams.get('state') === state);
    if (url === undefined) throw new Error('The request did not come back to the application.');
    return url;
  };

  /** Who is signed in at the hub in the victim's browser. */
  async function victimSession(): Promise<unknown> {
    const silent = corp.ask({ prompt: 'none' });
    await go(silent.url);
    const arrival = arrivalOf(silent);
    return arrival.searchParams.has('code') ? await corp.nameAt(arrival, silent) : 'none';
  }

  async function attackerSession(): Promise<unknown> {
    const silent = corp.ask({ prompt: 'none' });
    const visit = await attacker.open(silent.url, atPortal);
    return visit.url.searchParams.has('code') ? await corp.nameAt(visit.url, silent) : 'none';
  }

  describe('that plants cookies of a sign-in that its owner began', () => {
    /** Everything that might go on with the attacker's request, asked for with his own cookies. */
    async function lootOf(request: Authorization, targets: readonly URL[]) {
      const codes: unknown[] = [];
      for (const target of targets) {
        const visit = await attacker.open(target, { stopAt: (to) => atPortal.stopAt(to) || atUpstream.stopAt(to) });
        expect(visit.status).toBeLessThan(500);
        if (visit.url.searchParams.get('state') !== request.state || !visit.url.searchParams.has('code')) continue;
        codes.push(await corp.nameAt(visit.url, request));
      }
      return { codes, session: await attackerSession() };
    }

    const uidIn = (visit: Visit) =>
      /\/login\/([\w-]{16,})/.exec(`${visit.trail.map(String).join(' ')} ${visit.body}`)?.[1] ?? 'no-uid';
    const onwards = (uid: string) => ({
      page: new URL(`/login/${uid}`, hosts.hub),
      button: new URL(`/login/${uid}/connections/contoso`, hosts.hub),
      resume: new URL(`/authorize/${uid}`, hosts.hub),
    });

    const all = () => true;
    const allButResume = ({ key }: Cookie) => !key.includes('resume');
    it.each([
      ['the button', 'every cookie', all],
      ['the button', 'every cookie but the one that he goes on with', allButResume],
      ['the last step', 'every cookie', all],
    ] as const)(
      'a sibling host brings its owner neither code nor session of a victim sent to %s of his request with %s',
      async (place, _, chosen) => {
        const request = corp.ask();
        const { page, button, resume } = onwards(uidIn(await attacker.open(request.url)));
        await plantCookies(chosen);
        await go(place === 'the button' ? button : resume);
        expectCookiesSent();
        const passed = hosts.hubRequests.map(({ url }) => url);
        expect(await lootOf(request, [resume, ...passed, button, page])).toEqual(NO_LOOT);
        expect(codesArrived()).toEqual([]);
        expect(await victimSession()).toBe('none');
      },
    );

    it('a sibling host brings its owner neither code nor session of a victim sent where a request without a page goes on', async () => {
      const request = corp.ask({ connection: 'contoso' });
      const begun = await attacker.open(request.url, {
        stopAt: (to) => atUpstream.stopAt(to) || to.pathname.startsWith('/login/'),
      });
      const { page, button, resume } = onwards(uidIn(begun));
      await plantCookies(allButResume);
      // The redirect that the attacker got: to a page of the hub, or to the upstream at once.
      await go(begun.url);
      expectCookiesSent();
      // He does not see the upstream's answer, which the victim's browser carries; its state is his own.
      const passed = hosts.hubRequests.map(({ url }) => withoutCode(url));
      expect(await lootOf(request, [resume, ...passed, button, page])).toEqual(NO_LOOT);
      expect(codesArrived()).toEqual([]);
      expect(await victimSession()).toBe('none');
    });

    it('a sibling host brings its owner neither code nor session of a victim sent to the upstream in his stead', async () => {
      const request = corp.ask({ connection: 'contoso' });
      const departure = await attacker.open(request.url, atUpstream);
      await plantCookies();
      await go(departure.url);
      expectCookiesSent();
      const passed = hosts.hubRequests.map(({ url }) => withoutCode(url));
      expect(await lootOf(request, [onwards(uidIn(departure)).resume, ...passed])).toEqual(NO_LOOT);
      expect(codesArrived()).toEqual([]);
      expect(await victimSession()).toBe('none');
    });

    it('beside a sibling host the browser that began the request itself gets the code and a session', async () => {
      const request = corp.ask();
      await go(request.url);
      await visitor.page.getByRole('link', { name: 'Continue with Contoso' }).click();
      await visitor.page.waitForURL(`${hosts.callback}**`);
      expect(await corp.nameAt(arrivalOf(request), request)).toBe(VICTIM);
      expect(await victimSession()).toBe(VICTIM);
    });
  });

  describe('that plants cookies of a sign-in that its owner finished as himself', () => {
    /** The attacker's own way from the upstream to the application, not gone further than this. */
    async function signInAttacker(stopAt: (target: URL) => boolean): Promise<{ url: URL; request: Authorization }> {
      const request = corp.ask({ connection: 'contoso' });
      const upstream = await attacker.open(request.url);
      return { url: (await attacker.submit(upstream, { user: ATTACKER }, undefined, { stopAt })).url, request };
    }
    const isCallback = (to: URL) => to.pathname.startsWith('/login/callback');
    const isResume = (to: URL) => to.pathname.startsWith('/authorize/');

    it.each<[string, (cookie: Cookie) => boolean]>([
      ['every cookie', () => true],
      ['the cookie that resumes the request and its signature', ({ key }) => /resume|login/.test(key)],
    ])('a sibling host signs nobody in as its owner at any step of his sign-in with %s', async (_, chosen) => {
      const passed: URL[] = [];
      await signInAttacker((to) => {
        if (atPortal.stopAt(to) || isResume(to)) return true;
        passed.push(to);
        return false;
      }).then(({ url }) => isResume(url) && passed.push(url));
      await plantCookies(chosen);
      for (const url of passed.filter(({ origin }) => origin === hosts.hub)) await go(url);
      expect(codesArrived()).toEqual([]);
      expect(await victimSession()).toBe('none');
    });

    it('a sibling host signs nobody in as its owner at the callback that waits for him, and he is signed in there', async () => {
      const { url, request } = await signInAttacker(isCallback);
      await plantCookies();
      await go(url);
      expectCookiesSent();
      expect(codesArrived()).toEqual([]);
      expect(await victimSession()).toBe('none');
      // The same URL, in the browser that began: it was good.
      expect(await corp.nameAt((await attacker.open(url, atPortal)).url, request)).toBe(ATTACKER);
      expect(await attackerSession()).toBe(ATTACKER);
    });

    it('a sibling host does not change whom a victim in the middle of a sign-in signs in as', async () => {
      await signInAttacker((to) => isResume(to) || atPortal.stopAt(to));
      const request = corp.ask();
      await go(request.url);
      await plantCookies();
      await visitor.page.getByRole('link', { name: 'Continue with Contoso' }).click();
      await visitor.page.waitForURL(`${hosts.callback}**`);
      expectCookiesSent();
      expect(await corp.nameAt(arrivalOf(request), request)).toBe(VICTIM);
      expect(await victimSession()).toBe(VICTIM);
    });
  });
});

function withoutCode(callback: URL): URL {
  const url = new URL(callback);
  url.searchParams.delete('code');
  return url;
}

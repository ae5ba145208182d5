import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Visit } from '../../test/support/browser.js';
import { isUpstream, LoginHub } from '../../test/support/login-hub.js';

const OWN = 'ada@contoso.example';

describe('somebody who tries many e-mail domains', () => {
  let hub: LoginHub;
  let page: string;
  let browser: Browser;
  beforeEach(async () => {
    hub = await LoginHub.start();
    hub.addConnection('contoso', { displayName: 'Contoso', domain: 'contoso.example' });
    browser = new Browser();
    page = await hub.ask(browser);
  });
  afterEach(() => hub.close());

  const type = async (identifier: string, by = browser, at = page) => {
    const headers = {
      cookie: await by.cookies.getCookieString(at),
      'sec-fetch-site': 'same-origin',
      'accept-language': 'fr',
    };
    return fetch(at, { method: 'POST', headers, body: new URLSearchParams({ identifier }) });
  };
  const hint = async (loginHint: string, by = new Browser()): Promise<Visit> =>
    by.open(await hub.ask(by, { loginHint }), { stopAt: isUpstream });
  /** A browser that signed in before, known by the connection's id. */
  const returning = async (id = 'con_contoso') => {
    const known = new Browser();
    await known.cookies.setCookie(`portico-last-used=${id}; Path=/`, hub.url);
    return known;
  };

  it('somebody who tries many e-mail domains is stopped after 120 in a minute that nobody has, and learns no more from those that somebody has', async () => {
    const seen = new Set<number>();
    for (let index = 0; index < 120; index += 1) seen.add((await type(`ada@company-${index}.example`)).status);
    expect(seen).toEqual(new Set([400]));
    // None was too many so far.
    expect((await type(OWN)).status).toBe(200);
    page = await hub.ask(browser);
    const [unknown, known] = [await type('ada@one-more.example'), await type(OWN)];
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([429, '60']);
    expect([known.status, known.headers.get('retry-after')]).toEqual([429, '60']);
    const text = await unknown.text();
    expect(text).toContain('lang="fr"');
    expect(await known.text()).toBe(text);
    // Who mistypes an address asks about nobody.
    expect((await type('not an address')).status).toBe(400);

    const colleague = await returning();
    expect((await type(OWN, colleague, await hub.ask(colleague))).status).toBe(200);
    const stranger = await returning('con_fabrikam');
    expect((await type(OWN, stranger, await hub.ask(stranger))).status).toBe(429);
    hub.clock.advance(60);
    expect((await type('ada@one-more.example')).status).toBe(400);
    expect((await type(OWN)).status).toBe(200);
  });

  it('in login_hint is asked by the page instead, and shuts nobody out of it', async () => {
    for (let index = 0; index < 120; index += 1) await hint(`ada@company-${index}.example`);
    expect(isUpstream((await hint(OWN)).url)).toBe(true);
    await hint('ada@one-more.example');
    const asked = await hint(OWN);
    expect([asked.status, isUpstream(asked.url)]).toEqual([200, false]);
    expect(asked.page.querySelector('input[name=identifier]')?.getAttribute('value')).toBe(OWN);
    expect((await type(OWN)).status).toBe(200);
    expect(isUpstream((await hint(OWN, await returning())).url)).toBe(true);
    hub.clock.advance(60);
    expect(isUpstream((await hint(OWN)).url)).toBe(true);
  });
});

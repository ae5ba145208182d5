import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { isUpstream, LoginHub } from '../../test/support/login-hub.js';

describe('somebody who tries many e-mail domains', () => {
  let hub: LoginHub;
  let page: string;
  const browser = new Browser();
  beforeEach(async () => {
    hub = await LoginHub.start();
    hub.addConnection('contoso', { displayName: 'Contoso', domain: 'contoso.example' });
    page = await hub.ask(browser);
  });
  afterEach(() => hub.close());

  const type = async (identifier: string) => {
    const headers = {
      cookie: await browser.cookies.getCookieString(page),
      'sec-fetch-site': 'same-origin',
      'accept-language': 'fr',
    };
    return fetch(page, { method: 'POST', headers, body: new URLSearchParams({ identifier }) });
  };

  it('is stopped after 120 in a minute that nobody has, and still finds the own company', async () => {
    const seen = new Set<number>();
    for (let index = 0; index < 120; index += 1) seen.add((await type(`ada@company-${index}.example`)).status);
    expect(seen).toEqual(new Set([400]));
    const refused = await type('ada@one-more.example');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await refused.text()).toContain('lang="fr"');
    // Who mistypes an address asks about nobody.
    expect((await type('not an address')).status).toBe(400);
    await browser.cookies.removeAllCookies();
    page = await hub.ask(browser);
    const found = await browser.submit(await browser.open(page), { identifier: 'ada@contoso.example' }, 'Continue', {
      stopAt: isUpstream,
    });
    expect(isUpstream(found.url)).toBe(true);
    hub.clock.advance(60);
    expect((await type('ada@one-more.example')).status).toBe(400);
  });
});

import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInChromium, type Visitor } from '../support/chromium.js';
import { DemoWorld } from '../support/demo-world.js';
import { authorization } from '../support/sign-in.js';
import { catalogues } from '../support/words.js';

type Arrive = (page: Page, demo: DemoWorld) => Promise<unknown>;

const at =
  (path: string): Arrive =>
  (page, { world }) =>
    page.goto(`${world.issuer}${path}`);
const asking =
  (parameters: Record<string, string>): Arrive =>
  (page, { world, application }) =>
    page.goto(authorization(world, parameters, application).url.href);
const signIn: Arrive = async (page, { sample }) => {
  await page.goto(`${sample.url}/sign-in?connection=contoso`);
  await page.getByRole('button', { name: 'Adele Vance' }).click();
};
const failing =
  (code: number): Arrive =>
  async (page, demo) => {
    demo.world.sandbox.control.fail({ code, at: 'signed-in', answer: 'redirect' });
    await signIn(page, demo);
  };

const trying: Arrive = async (page, { world }) => {
  const path = `connections/${world.connectionId}/try`;
  const { url } = await world.api.expect<{ url: string }>(201, 'POST', path, { display_name: 'Contoso' });
  await page.goto(url);
};
const triedAs =
  (account: string, code?: number): Arrive =>
  async (page, demo) => {
    if (code !== undefined) demo.world.sandbox.control.fail({ code, at: 'token' });
    await trying(page, demo);
    await page.locator('form button').first().click();
    await page.getByRole('button', { name: account }).click();
    await page.locator('.stages').waitFor();
    // A connector's warnings, too, are in the language of the page.
    expect(await page.locator('main [lang]').count()).toBe(0);
  };
const consenting: Arrive = async (page, { world }) => {
  const path = `connections/${world.connectionId}`;
  const read = await world.api.expect<{ provisioning_ticket_url: string }>(200, 'GET', path);
  await page.goto(read.provisioning_ticket_url);
};

/** Those with the most and the longest words. */
const pages: Readonly<Record<string, Arrive>> = {
  login: (page, { sample }) => page.goto(`${sample.url}/sign-in`),
  'last used': async (page, demo) => {
    await signIn(page, demo);
    await page.goto(`${demo.sample.url}/sign-in?prompt=select_account`);
    await page.locator('.last-used').waitFor();
  },
  mistake: async (page, { sample }) => {
    await page.goto(`${sample.url}/sign-in`);
    await page.locator('#identifier').fill('nobody@nowhere.example');
    await page.locator('form button').click();
  },
  continue: async (page, { world, sample }) => {
    await page.route(`${world.sandbox.url}/**`, (route) => route.fulfill({ status: 204 }), { times: 1 });
    await page.goto(`${sample.url}/sign-in`);
    await page.locator('#identifier').fill('adele@contoso.com');
    await page.locator('form button').click();
  },
  'help for a code': at('/login/help?code=AADSTS50020'),
  'an unknown code': at('/login/help?code=unheard-of'),
  'an administrator’s failure': failing(50105),
  'an operator’s failure': failing(50011),
  'start again': at('/login/callback/contoso?state=over&code=x'),
  'a wrong redirect URI': asking({ redirect_uri: `https://wrong.example/${'long/'.repeat(30)}` }),
  'a sign-out that is none': at('/oidc/logout?id_token_hint=none'),
  'sign out?': async (page, demo) => {
    await signIn(page, demo);
    await page.getByRole('link', { name: 'Sign out' }).click();
  },
  'signed out': at('/oidc/logout'),
  'not found': at('/nothing/here'),
  'a directory’s consent': consenting,
  'the link of a trial': trying,
  'the report on a guest': triedAs('Frida'),
  'the report on too many groups': triedAs('Many'),
  'the report on an expired secret': triedAs('Adele Vance', 7000222),
};

const locales = Object.keys(catalogues).filter((locale) => locale !== 'en');

describeInChromium('every page in another language', (chromium) => {
  let demo: DemoWorld;

  beforeAll(async () => {
    demo = await DemoWorld.start();
  });
  afterAll(() => demo?.close());

  describe.each(locales)('%s', (locale) => {
    let visitor: Visitor;
    let page: Page;

    beforeAll(async () => {
      visitor = await chromium.visitor({ locale, colorScheme: 'dark' });
      page = visitor.page;
    });
    afterAll(() => visitor?.leave());
    afterEach(async () => {
      demo.world.sandbox.control.clearFaults();
      await visitor.startOver();
    });

    it.each(Object.entries(pages))(
      'each page of a language is in it, accessible, and fits a phone: %s',
      async (_name, arrive) => {
        await page.setViewportSize({ width: 390, height: 800 });
        await arrive(page, demo);
        await page.locator('main h1').waitFor();
        expect(await page.locator('html').getAttribute('lang')).toBe(locale);
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => `${id} at ${nodes.map((node) => node.target).join(', ')}`)).toEqual(
          [],
        );
        await page.setViewportSize({ width: 320, height: 640 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
        expect(visitor.complaints).toEqual([]);
      },
    );
  });
});

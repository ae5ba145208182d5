import { statSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Chromium, Visitor } from '../chromium.js';
import { DemoWorld } from '../demo-world.js';
import { authorization } from '../sign-in.js';

/** How to get to a page; what its heading says. */
type Arrival = readonly [heading: string | RegExp, arrive: (page: Page, demo: DemoWorld) => Promise<unknown>];

const at =
  (path: string) =>
  (page: Page, { world }: DemoWorld) =>
    page.goto(`${world.issuer}${path}`);
const atSandbox =
  (path: string) =>
  (page: Page, { world }: DemoWorld) =>
    page.goto(`${world.sandbox.url}${path}`);
const atApplication =
  (path: string) =>
  (page: Page, { sample }: DemoWorld) =>
    page.goto(`${sample.url}${path}`);
const asking =
  (parameters: Record<string, string>) =>
  (page: Page, { world, application }: DemoWorld) =>
    page.goto(authorization(world, parameters, application).url.href);
const typing = (address: string) => async (page: Page, demo: DemoWorld) => {
  await atApplication('/sign-in')(page, demo);
  await page.getByLabel('Work e-mail address').fill(address);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
};
const signingIn =
  (name: string, parameters = '') =>
  async (page: Page, demo: DemoWorld) => {
    await atApplication(`/sign-in?connection=contoso${parameters}`)(page, demo);
    await page.getByRole('button', { name }).click();
  };
const failing = (code: number) => async (page: Page, demo: DemoWorld) => {
  demo.world.sandbox.control.fail({ code, at: 'signed-in', answer: 'redirect' });
  await signingIn('Adele Vance')(page, demo);
};
const consenting = async (page: Page, { world }: DemoWorld) => {
  const path = `connections/${world.connectionId}`;
  const { provisioning_ticket_url: link } = await world.api.expect<{ provisioning_ticket_url: string }>(
    200,
    'GET',
    path,
  );
  await page.goto(link);
};
const consentingAs = (button: string | RegExp) => async (page: Page, demo: DemoWorld) => {
  await consenting(page, demo);
  await page.getByRole('button', { name: /^Continue to/ }).click();
  await page.getByRole('button', { name: button }).click();
};
const trying = async (page: Page, { world }: DemoWorld) => {
  const path = `connections/${world.connectionId}/try`;
  const { url } = await world.api.expect<{ url: string }>(201, 'POST', path, { options: { ext_groups: true } });
  await page.goto(url);
};
const triedAs = (account: string, code?: number) => async (page: Page, demo: DemoWorld) => {
  if (code !== undefined) demo.world.sandbox.control.fail({ code, at: 'token' });
  await trying(page, demo);
  await page.getByRole('button', { name: 'Sign in and see the report' }).click();
  await page.getByRole('button', { name: account }).click();
  await page.getByText('Show the claims as received').or(page.getByText('What went wrong')).first().click();
};

/** Every page that people meet. Those that differ in their words alone stand for each other. */
const pages: Readonly<Record<string, Arrival>> = {
  'the login page': ['Sign in to Sample application', atApplication('/sign-in')],
  'the login page after a mistake': ['Sign in to Sample application', typing('nobody@nowhere.example')],
  'the login page for another account': [
    'Choose an account for Sample application',
    async (page, demo) => {
      await atApplication('/sign-in')(page, demo);
      const waiting = await page.locator('form').getAttribute('action');
      await page.goto(new URL(`${waiting}?choose=1`, page.url()).href);
    },
  ],
  'the page between a form and the upstream': [
    'Taking you to your organization',
    async (page, demo) => {
      // An answer without a page: the browser stays where it is.
      await page.route(`${demo.world.sandbox.url}/**`, (route) => route.fulfill({ status: 204 }), { times: 1 });
      await typing('adele@contoso.com')(page, demo);
    },
  ],
  'the help page': ['Trouble signing in?', at('/login/help')],
  'the help page that explains a code': ['Trouble signing in?', at('/login/help?code=AADSTS50105')],
  'the help page that knows no such code': ['Trouble signing in?', at('/login/help?code=unheard-of')],
  'the help page that cannot read a code': ['Trouble signing in?', at('/login/help?code=%3Cb%3E')],
  'the page of a sign-in that is over': ['Please start again', at('/login/callback/contoso?state=over&code=x')],
  'the page of a connection that is none': ['Signing in did not work', asking({ connection: 'nobody' })],
  'the page of a failure that an administrator can fix': ['Signing in did not work', failing(50105)],
  'the page of a failure that the operator can fix': ['Signing in did not work', failing(50011)],
  'the page of a wrong redirect URI': [
    'This application is not set up correctly',
    asking({ redirect_uri: `https://wrong.example/${'long/'.repeat(30)}` }),
  ],
  'the page of an unknown application': ['Unknown application', asking({ client_id: 'nobody' })],
  'the page of a sign-out that is none': [/sign-out/, at('/oidc/logout?id_token_hint=none')],
  'the question before a sign-out': [
    'Do you want to sign out?',
    async (page, demo) => {
      await signingIn('Adele Vance')(page, demo);
      await page.getByRole('link', { name: 'Sign out' }).click();
    },
  ],
  'the page for an administrator': ['Allow sign-in for your organization', consenting],
  'the page for an administrator who consented': ['Thank you', consentingAs(/^Accept as/)],
  'the page for an administrator who did not': ['The consent was not given', consentingAs('Cancel')],
  'the link of a trial sign-in': ['Try signing in with Contoso', trying],
  'the report of a trial that went well': ['Trial sign-in with Contoso', triedAs('Nina')],
  'the report of a trial that failed': ['Trial sign-in with Contoso', triedAs('Adele Vance', 7000222)],
  'the page of a trial that is over': ['Please start again', at('/login/try/try_none?ticket=none')],
  'the signed-out page': ['You are signed out', at('/oidc/logout')],
  'the page of an address that is none': ['Page not found', at('/nothing/here')],
  'the sandbox’s account picker': ['Pick an account', atApplication('/sign-in?connection=contoso')],
  'the sandbox’s second factor': ['Approve sign-in request', signingIn('Mina Multifactor')],
  'the sandbox’s error page': [/Sorry/, atSandbox('/common/oauth2/v2.0/authorize')],
  'the sandbox’s front page': ['Sandbox Entra', atSandbox('/')],
  'the sample application’s welcome': ['Welcome', atApplication('/')],
  'the sample application’s profile page': ['Hello, Adele Vance', signingIn('Adele Vance')],
  'the sample application’s failure page': ['This sign-in is over', atApplication('/callback?state=none')],
  'the documentation of the API': [/Portico Management API/, at('/api/docs')],
};

/** Every page with axe, and on the narrowest phone. */
export function everyPage(chromium: Chromium): void {
  let demo: DemoWorld;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    demo = await DemoWorld.start();
    visitor = await chromium.visitor();
    page = visitor.page;
  });
  afterAll(() => demo?.close());
  afterEach(async () => {
    demo.world.sandbox.control.clearFaults();
    await visitor.startOver();
  });

  /** Of WCAG 2.2 AA and of good practice. What Swagger UI draws is not ours to mend. */
  const violations = async (look: string, rules?: string[]) => {
    const axe = new AxeBuilder({ page }).setLegacyMode().exclude('#docs');
    const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
    return violations.map(({ id, nodes }) => `${look}: ${id} at ${nodes.map((node) => node.target).join(', ')}`);
  };

  it.each(Object.entries(pages))(
    'each page is accessible in light, dark and on a phone: %s',
    async (_name, [heading, arrive]) => {
      await page.setViewportSize({ width: 1100, height: 800 });
      await page.emulateMedia({ colorScheme: 'light' });
      await arrive(page, demo);
      await page.getByRole('heading', { name: heading }).first().waitFor();
      const found = await violations('light');
      await page.setViewportSize({ width: 390, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark' });
      found.push(...(await violations('dark, phone', ['color-contrast', 'target-size'])));
      expect(found).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      expect(visitor.complaints).toEqual([]);
      expect(visitor.foreignRequests.map((request) => request.url())).toEqual([]);
    },
  );

  it('the README has a picture of the login page, painted anew with UPDATE_DOCS=1', async () => {
    const path = new URL('../../../docs/images/login.png', import.meta.url).pathname;
    if (process.env.UPDATE_DOCS === '1') {
      const photographer = await chromium.visitor({ viewport: { width: 500, height: 630 }, deviceScaleFactor: 2 });
      await atApplication('/sign-in')(photographer.page, demo);
      await photographer.page.screenshot({ path });
      await photographer.leave();
    }
    expect(statSync(path).size).toBeLessThan(150_000);
  });
}

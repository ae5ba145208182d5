import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { fake } from '../../../src/connectors/fake/index.js';
import type { Chromium, Visitor } from '../chromium.js';
import { DemoWorld } from '../demo-world.js';
import { answerFakeLogin } from '../fake-answer.js';
import { authorization } from '../sign-in.js';

/** Short enough for a name, and active in each place that forgets to escape: text, attribute, script, style, URL. */
const hostile = `"'></title></script><img src=https://evil.example/i onerror=alert(1)><script>alert(2)</script>`;
const upstream = 'https://fake-upstream.invalid/login';
const sharedSecret = 'a shared secret of more than 32 characters';
const logo = 'https://logos.example/hostile.svg';

/** Names, parameters and answers full of markup, on every page that they reach. */
export function textsOfStrangers(chromium: Chromium): void {
  let demo: DemoWorld;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    visitor = await chromium.visitor();
    page = visitor.page;
    demo = await DemoWorld.start({
      name: hostile,
      scope: 'openid profile email groups',
      world: { hub: { connectors: [fake] } },
    });
    const { world, application } = demo;
    await world.api.expect(201, 'POST', 'connections', {
      name: 'hostile',
      strategy: 'fake',
      display_name: hostile,
      show_as_button: true,
      enabled_clients: [application.clientId],
      options: {
        login_url: upstream,
        client_id: 'hub',
        shared_secret: sharedSecret,
        icon_url: logo,
        domain: 'evil.example',
      },
    });
  });
  afterAll(async () => {
    await visitor?.leave();
    await demo?.close();
  });

  beforeEach(async () => {
    await visitor.startOver();
    await page.route(`${logo}*`, (route) =>
      route.fulfill({
        contentType: 'image/svg+xml',
        body: `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(3)"><script>alert(4)</script><image href="https://evil.example/j"/></svg>`,
      }),
    );
  });

  const heading = () => page.locator('h1').textContent();
  const foreign = () => [...new Set(visitor.foreignRequests.map((request) => request.url()))];
  const expectNothingRan = (...expected: string[]) => {
    expect(visitor.complaints).toEqual([]);
    expect(foreign()).toEqual(expected);
  };

  it('would be noticed, did they run or load', async () => {
    const body = `<h1>Page</h1>${hostile}`;
    await page.route(`${demo.world.issuer}/login/help`, (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto(`${demo.world.issuer}/login/help`);
    expect(visitor.complaints).toEqual(expect.arrayContaining(['dialog: 1', 'dialog: 2']));
    expect(foreign()).toEqual(['https://evil.example/i']);
  });

  it('would be noticed, were they kept from it by the content security policy alone', async () => {
    const policy = (await page.goto(`${demo.world.issuer}/login/help`))?.headers()['content-security-policy'] ?? '';
    await page.route(`${demo.world.issuer}/login/help`, (route) =>
      route.fulfill({ contentType: 'text/html', body: hostile, headers: { 'content-security-policy': policy } }),
    );
    await page.goto(`${demo.world.issuer}/login/help`);
    expect(visitor.complaints.length).toBeGreaterThan(0);
    expect(visitor.complaints.filter((one) => one.startsWith('dialog'))).toEqual([]);
    expect(foreign()).toEqual([]);
  });

  it('words of strangers are text on the login page, whose logos come from their own origin without a referrer', async () => {
    await page.goto(`${demo.sample.url}/sign-in?${new URLSearchParams({ login_hint: hostile, ui_locales: hostile })}`);
    expect(await heading()).toBe(`Sign in to ${hostile}`);
    expect(await page.getByRole('link', { name: /^Continue with/ }).allTextContents()).toContain(
      `Continue with ${hostile}`,
    );
    expectNothingRan(logo);
    for (const request of visitor.foreignRequests) expect(await request.allHeaders()).not.toHaveProperty('referer');
    expect(await page.locator('.connections img').getAttribute('referrerpolicy')).toBe('no-referrer');
  });

  it('words of strangers cannot lead a logo elsewhere', async () => {
    await page.route(`${logo}*`, (route) =>
      route.fulfill({ status: 302, headers: { location: 'https://evil.example/followed' } }),
    );
    await page.goto(`${demo.sample.url}/sign-in`);
    await page.waitForLoadState('networkidle');
    expect(visitor.complaints).toEqual([expect.stringMatching(/evil.example.followed.*Content Security Policy/)]);
  });

  it('words of strangers are text in the field where they were typed, and on the page to the upstream', async () => {
    await page.goto(`${demo.sample.url}/sign-in`);
    const field = page.getByLabel('Work e-mail address');
    await field.fill(hostile);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.getByRole('alert').waitFor();
    expect(await field.inputValue()).toBe(hostile);
    await page.route(`${upstream}*`, (route) => route.fulfill({ status: 204 }));
    await field.fill('anybody@evil.example');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    expect(await page.locator('.actions a').first().textContent()).toBe(`Continue to ${hostile}`);
    expect(foreign().every((url) => url === logo || url.startsWith(upstream))).toBe(true);
    expect(visitor.complaints).toEqual([]);
  });

  it('words of strangers are text in claims, groups included, and on the way out', async () => {
    await page.route(`${upstream}*`, async (route) => {
      const url = route.request().url();
      const person = { sub: '1', name: hostile, groups: [hostile, `javascript:alert(5)`] };
      const answer = await answerFakeLogin({ url, sharedSecret, now: new Date(), person });
      const callback = new URL(url).searchParams.get('callback_url');
      await route.fulfill({
        contentType: 'text/html',
        headers: { refresh: `0; url=${callback}?${answer}` },
        body: '<p>',
      });
    });
    await page.goto(`${demo.sample.url}/sign-in`);
    await page.getByLabel('Work e-mail address').fill('anybody@evil.example');
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await page.locator('[data-claim=groups]').waitFor();
    expect(await heading()).toBe(`Hello, ${hostile}`);
    expect(JSON.parse((await page.locator('[data-claim=groups]').textContent()) ?? '')).toContain(hostile);
    await page.getByRole('link', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await page.locator('.lead').textContent()).toContain(hostile);
    const target = new URL(page.url());
    target.searchParams.set('state', hostile);
    await page.goto(target.href);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    expect(new URL(page.url()).searchParams.get('state')).toBe(hostile);
    expect(visitor.complaints).toEqual([]);
    expect(foreign().every((url) => url === logo || url.startsWith(upstream))).toBe(true);
  });

  it('words of strangers are not shown at all where the upstream sent them as an error', async () => {
    await page.goto(`${demo.sample.url}/sign-in?connection=contoso`);
    const pending = new URL(page.url()).searchParams;
    const answer = {
      state: pending.get('state') ?? '',
      error: hostile,
      error_description: hostile,
      error_uri: 'javascript:alert(6)',
    };
    await page.goto(`${demo.world.issuer}/login/callback/contoso?${new URLSearchParams(answer)}`);
    expect(await heading()).toBe('Signing in did not work');
    expect(await page.content()).not.toContain('evil.example');
    expectNothingRan();
  });

  it.each<[string, (demo: DemoWorld) => string]>([
    [
      'a redirect URI',
      ({ world, application }) =>
        authorization(world, { redirect_uri: `https://x.example/${hostile}` }, application).url.href,
    ],
    [
      'a redirect URI that is a script',
      ({ world, application }) => authorization(world, { redirect_uri: 'javascript:alert(7)' }, application).url.href,
    ],
    ['a client id', ({ world }) => authorization(world, { client_id: hostile }).url.href],
    [
      'a state that goes back to the application',
      ({ world, application }) => authorization(world, { state: hostile, prompt: 'none' }, application).url.href,
    ],
    ['a connection', ({ world, application }) => authorization(world, { connection: hostile }, application).url.href],
    [
      'the state of a callback',
      ({ world }) => `${world.issuer}/login/callback/contoso?state=${encodeURIComponent(hostile)}&code=x`,
    ],
    [
      'the connection name of a callback',
      ({ world }) => `${world.issuer}/login/callback/${encodeURIComponent(hostile)}?state=x&code=x`,
    ],
    ['a code to explain', ({ world }) => `${world.issuer}/login/help?code=${encodeURIComponent(hostile)}`],
    ['a path', ({ world }) => `${world.issuer}/${encodeURIComponent(hostile)}?${hostile}`],
    [
      'a sign-out',
      ({ world }) =>
        `${world.issuer}/oidc/logout?id_token_hint=${encodeURIComponent(hostile)}&post_logout_redirect_uri=javascript:alert(8)`,
    ],
    [
      'an answer at the application',
      ({ sample }) =>
        `${sample.url}/callback?error=${encodeURIComponent(hostile)}&state=${encodeURIComponent(hostile)}`,
    ],
  ])('words of strangers do nothing as %s', async (_what, url) => {
    const answer = await page.goto(url(demo));
    expect(answer?.status()).toBeLessThan(500);
    expect(await page.locator('h1').count()).toBe(1);
    expectNothingRan();
  });
}

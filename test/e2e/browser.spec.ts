import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Chromium, describeInChromium, type Visitor } from '../support/chromium.js';
import { DemoWorld } from '../support/demo-world.js';

// The hub on `localhost`, its upstream on `127.0.0.1`, as two sites.
describeInChromium('signing in with a real browser, over two sites', (chromium) => {
  let demo: DemoWorld;
  let visitor: Visitor;
  let page: Page;

  const enter = async (options: Parameters<Chromium['visitor']>[0] = {}) => {
    await visitor?.leave();
    visitor = await chromium.visitor(options);
    page = visitor.page;
  };
  beforeAll(async () => {
    await enter();
    demo = await DemoWorld.start();
    await demo.enable(
      await demo.world.connect({
        name: 'posting',
        display_name: 'Posting',
        options: { response_mode: 'form_post', domain: 'posting.example', domain_aliases: [] },
      }),
    );
  });
  afterAll(async () => {
    await visitor?.leave();
    await demo?.close();
  });

  beforeEach(() => visitor.startOver());
  afterEach(() => {
    demo.world.sandbox.control.set({ federated: false });
    expect(visitor.complaints).toEqual([]);
    expect(visitor.foreignRequests.map((request) => request.url())).toEqual([]);
  });

  const host = (url: string) => new URL(url).host;
  const openLoginPage = async (parameters = '') => {
    await page.goto(`${demo.sample.url}/sign-in${parameters}`);
    expect(host(page.url())).toBe(host(demo.world.issuer));
  };
  const typeAddress = async (address: string) => {
    await page.getByLabel('Work e-mail address').fill(address);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
  };
  const pickAdele = () => page.getByRole('button', { name: 'Adele Vance' }).click();
  const expectSignedIn = async () => {
    await page.getByRole('heading', { name: 'Hello, Adele Vance' }).waitFor();
    expect(host(page.url())).toBe(host(demo.sample.url));
    expect(await page.locator('[data-claim=email]').textContent()).toBe('adele@contoso.com');
  };
  const signIn = async () => {
    await page.goto(`${demo.sample.url}/sign-in?connection=contoso`);
    await pickAdele();
    await expectSignedIn();
  };

  it('a sign-in in a real browser works by the button', async () => {
    await page.goto(demo.sample.url);
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Continue with Contoso' }).click();
    expect(host(page.url())).toBe(host(demo.world.sandbox.url));
    await pickAdele();
    await expectSignedIn();
  });

  it('a sign-in in a real browser works by a typed address, which nobody types twice', async () => {
    await openLoginPage();
    await typeAddress('Adele@Contoso.com');
    await page.getByRole('button', { name: 'Sign in as adele@contoso.com' }).click();
    await expectSignedIn();
  });

  it('a sign-in in a real browser comes back from the upstream to the login page, where another account can be chosen', async () => {
    await openLoginPage();
    await typeAddress('mallory@contoso.com');
    await page.getByRole('heading', { name: 'Pick an account' }).waitFor();
    await page.goBack();
    await typeAddress('adele@contoso.com');
    await page.getByRole('button', { name: 'Sign in as adele@contoso.com' }).click();
    await expectSignedIn();
  });

  describe.each([
    ['with JavaScript', true],
    ['without JavaScript', false],
  ])('%s', (_name, javaScriptEnabled) => {
    beforeAll(() => enter({ javaScriptEnabled }));
    afterAll(() => enter());
    const submitAnswer = async () => {
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Continue' }).click();
    };

    it('a sign-in in a real browser takes an answer by form_post, a cross-site POST that carries no cookie', async () => {
      await openLoginPage();
      await page.getByRole('link', { name: 'Continue with Posting' }).click();
      await pickAdele();
      await submitAnswer();
      await expectSignedIn();
    });

    it('a sign-in in a real browser follows a federated tenant to its own server on a third host, by address and by button', async () => {
      demo.world.sandbox.control.set({ federated: true });
      await openLoginPage();
      await typeAddress('adele@contoso.com');
      await page.getByText('through the federation server of Contoso').waitFor();
      expect(host(page.url())).toBe(host(demo.world.sandbox.url).replace('127.0.0.1', 'localhost'));
      await page.getByRole('button', { name: 'Sign in as adele@contoso.com' }).click();
      await expectSignedIn();

      await visitor.startOver();
      await openLoginPage();
      await page.getByRole('link', { name: 'Continue with Posting' }).click();
      await page.getByText('through the federation server of Contoso').waitFor();
      await pickAdele();
      await submitAnswer();
      await expectSignedIn();
    });
  });

  it('a sign-in in a real browser needs no mouse, and shows at each step what the keyboard is on', async () => {
    const press = async (key: string, expected: RegExp) => {
      await page.keyboard.press(key);
      const focused = page.locator(':focus');
      expect((await focused.textContent()) || (await focused.getAttribute('name'))).toMatch(expected);
      const outline = await focused.evaluate((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return { outlineStyle, isWide: Number.parseFloat(outlineWidth) >= 2 };
      });
      expect(outline).toEqual({ outlineStyle: 'solid', isWide: true });
    };
    await openLoginPage();
    await press('Tab', /identifier/);
    await press('Tab', /^Continue$/);
    await press('Tab', /Continue with Contoso/);
    await press('Tab', /Continue with Posting/);
    await press('Tab', /Trouble signing in/);
    for (const expected of [/Posting/, /Contoso/, /^Continue$/, /identifier/]) await press('Shift+Tab', expected);
    await page.keyboard.type('adele@contoso.com');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Pick an account' }).waitFor();
    await press('Tab', /Sign in as adele@contoso.com/);
    await page.keyboard.press('Enter');
    await expectSignedIn();
  });

  it('a sign-in in a real browser goes back to the application when the person cancels at the upstream', async () => {
    await openLoginPage();
    await page.getByRole('link', { name: 'Continue with Contoso' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'You did not sign in' }).waitFor();
    expect(host(page.url())).toBe(host(demo.sample.url));
  });

  it('a sign-in in a real browser asks before it signs out, and then leads back to the application', async () => {
    await signIn();
    await page.getByRole('link', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Do you want to sign out?' }).waitFor();
    expect(await page.getByText('Sample application').count()).toBe(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome' }).waitFor();
    expect(host(page.url())).toBe(host(demo.sample.url));
    await openLoginPage();
  });

  it('a sign-in in a real browser keeps the session of somebody who stays', async () => {
    await signIn();
    await page.goto(`${demo.world.issuer}/oidc/logout`);
    await page.getByRole('button', { name: 'Stay signed in' }).click();
    await page.goto(`${demo.sample.url}/sign-in`);
    await expectSignedIn();
  });

  it('a sign-in in a real browser ends on a page of its own where no application asked for the sign-out', async () => {
    await signIn();
    await page.goto(`${demo.world.issuer}/oidc/logout`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await openLoginPage();
  });
});

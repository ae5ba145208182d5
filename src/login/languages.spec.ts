import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import { Browser, type Visit } from '../../test/support/browser.js';
import { isResumed, LoginHub } from '../../test/support/login-hub.js';
import { TinyConnector } from '../../test/support/tiny-connector.js';
import { defineConnector } from '../connectors/index.js';

class TinyOptions {
  @IsOptional()
  @IsString()
  note?: string;
}

const tiny = defineConnector({
  interfaceVersion: 1,
  strategy: 'tiny',
  displayName: 'Tiny',
  protocol: 'none',
  options: TinyOptions,
  secrets: [],
  endpointOptions: [],
  messages: { de: { 'tiny.failure': 'Der öffentliche Satz.', constructor: 'x' }, fr: { 'tiny.other': 'Autre.' } },
  explainError: (code) =>
    code === 'TINY42'
      ? { code, actor: 'operator', messageKey: 'tiny.failure', publicMessage: 'The public sentence.' }
      : undefined,
  create: () => new TinyConnector(),
});

describe('the language of a login', () => {
  let hub: LoginHub;

  beforeAll(async () => {
    hub = await LoginHub.start({ definitions: [tiny] });
    hub.addConnection('contoso', { domain: 'contoso.example', showAsButton: true });
  });
  afterAll(() => hub.close());

  const lang = (visit: Visit) => visit.page.querySelector('html')?.getAttribute('lang');
  const heading = (visit: Visit) => visit.page.querySelector('h1')?.text;
  const fail = async (browser: Browser, uiLocales: readonly string[], answer = 'misconfigured/operator') => {
    const begun = await hub.begin(browser, 'contoso', await hub.ask(browser, { uiLocales }));
    return await browser.open(hub.answerTo(begun, answer), { stopAt: isResumed });
  };

  it.each([
    ['de-AT', 'de', 'Bei Sample App anmelden'],
    ['fr', 'fr', 'Se connecter à Sample App'],
    ['es-MX', 'es', 'Iniciar sesión en Sample App'],
    ['ja', 'ja', 'Sample App にサインイン'],
    ['pt', 'en', 'Sign in to Sample App'],
  ])(
    'the language of a login is the browser’s where the application names none: %s',
    async (acceptLanguage, locale, title) => {
      const browser = new Browser(acceptLanguage);
      const visit = await browser.open(await hub.ask(browser));
      expect([lang(visit), heading(visit)]).toEqual([locale, title]);
      expect(visit.headers.get('vary')).toContain('Accept-Language');
      expect(visit.page.querySelector('.below a')?.getAttribute('href')).toBe('/login/help');
    },
  );

  // covers OPERATOR-05
  it('the language of a login is the application’s before the browser’s, on every page of the hub, and reaches the upstream', async () => {
    const browser = new Browser('fr');
    const page = await hub.ask(browser, { uiLocales: ['tlh', 'de-CH'] });
    const login = await browser.open(page);
    expect([lang(login), heading(login)]).toEqual(['de', 'Bei Sample App anmelden']);
    const mistake = await browser.submit(login, { identifier: 'nobody' });
    expect(mistake.page.querySelector('.problem')?.text).toContain('Geben Sie eine einzelne E-Mail-Adresse ein');
    const help = await browser.follow(login, 'Probleme bei der Anmeldung?');
    expect([lang(help), heading(help)]).toEqual(['de', 'Probleme bei der Anmeldung?']);
    const explained = await browser.submit(help, { code: 'TINY42' });
    expect([lang(explained), explained.page.querySelector('section p')?.text]).toEqual(['de', 'Der öffentliche Satz.']);
    const failure = await fail(browser, ['tlh', 'de-CH']);
    expect([lang(failure), heading(failure)]).toEqual(['de', 'Die Anmeldung hat nicht funktioniert']);
    expect(hub.connections.all.get('contoso')?.connector).toMatchObject({
      begun: expect.arrayContaining([expect.objectContaining({ uiLocales: ['tlh', 'de-CH'] })]),
    });
  });

  it('the language of a login holds for failures before and after the upstream, whatever fails', async () => {
    const browser = new Browser('fr');
    hub.users.blocked.add('blocked');
    expect(lang(await fail(browser, ['es'], 'blocked'))).toBe('es');
    hub.setApplication({ isEnabled: false });
    const page = await hub.ask(browser, { uiLocales: ['ja'] });
    expect(lang(await browser.open(page))).toBe('ja');
    hub.setApplication({ isEnabled: true });
    // Nothing is known of a login that is over.
    expect(lang(await browser.open(`${hub.url}/login/callback/contoso?state=over`))).toBe('fr');
  });

  it('the language of a login is that of the connector’s own sentence too, where it has one', async () => {
    const sentence = async (uiLocales: string) => {
      const { page } = await fail(new Browser(), [uiLocales]);
      const lead = page.querySelector('.lead');
      return [page.querySelector('html')?.getAttribute('lang'), lead?.getAttribute('lang'), lead?.text];
    };
    expect(await sentence('de')).toEqual(['de', undefined, 'Der öffentliche Satz.']);
    // Without one it is English, and says so to a screen reader.
    for (const locale of ['fr', 'ja']) {
      expect(await sentence(locale)).toEqual([locale, 'en', 'The public sentence of the connector.']);
    }
    expect(await sentence('en')).toEqual(['en', undefined, 'The public sentence of the connector.']);
  });

  it('the language of a login is that of an upstream that does not answer in time', async () => {
    const browser = new Browser();
    const begun = await hub.begin(browser, 'contoso', await hub.ask(browser, { uiLocales: ['es'] }));
    const connector = hub.connections.all.get('contoso')?.connector as TinyConnector;
    connector.onCallback = async () => {
      hub.deadline.current.abort();
      return await new Promise(() => {});
    };
    const visit = await browser.open(hub.answerTo(begun, 'adele'));
    delete connector.onCallback;
    expect(visit.page.querySelector('.lead')?.text).toContain('no respondió a tiempo');
  });
});

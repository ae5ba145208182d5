import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogues, type Messages } from '../../src/pages/index.js';
import { Browser, type Visit } from '../support/browser.js';
import { OidcDriver } from '../support/oidc-driver.js';
import { application, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';
import { typesettingMistakes } from '../support/words.js';

const lang = (visit: Visit) => visit.page.querySelector('html')?.getAttribute('lang');
const heading = (visit: Visit) => visit.page.querySelector('h1')?.text;

describe('the language of the OpenID Provider’s own pages', () => {
  let hub: TestProvider;
  let driver: OidcDriver;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.login.signsIn(hub.users.add('ada'));
  });
  afterAll(() => hub.close());

  it('a page of the OpenID Provider follows ui_locales, else the browser', async () => {
    const wrong = { redirect_uri: 'https://wrong.example/' };
    const german = await driver.authorize({ ...wrong, ui_locales: 'tlh de-AT' }, new Browser('fr'));
    expect([lang(german), heading(german)]).toEqual(['de', 'Diese Anwendung ist nicht richtig eingerichtet']);
    expect(german.page.querySelector('.lead')?.text).toContain('„https://wrong.example/“');
    const french = await driver.authorize(wrong, new Browser('fr'));
    expect([lang(french), heading(french)]).toEqual(['fr', 'Cette application n’est pas configurée correctement']);
  });

  it('the detail for whoever runs the application stays in English, and the page marks it so', async () => {
    const visit = await new Browser('es').open(`${hub.origin}/oidc/logout?id_token_hint=none`);
    expect(lang(visit)).toBe('es');
    expect(visit.page.querySelector('.detail')?.getAttribute('lang')).toBe('en');
    expect(visit.page.querySelector('.detail')?.text).toContain('id_token_hint');
    const english = await new Browser('en').open(`${hub.origin}/oidc/logout?id_token_hint=none`);
    expect(english.page.querySelector('.detail')?.getAttribute('lang')).toBeUndefined();
  });

  it('the language is kept through the confirmation of a sign-out', async () => {
    const browser = new Browser('fr');
    await driver.tokens({}, browser);
    const question = await browser.open(`${hub.origin}/oidc/logout?ui_locales=ja`);
    expect([lang(question), heading(question)]).toEqual(['ja', 'サインアウトしますか？']);
    const end = await browser.submit(question, {}, 'サインアウト');
    expect([lang(end), heading(end)]).toEqual(['ja', 'サインアウトしました']);
  });

  describe.each(Object.entries(catalogues).filter(([locale]) => locale !== 'en'))('in %s', (locale, messages) => {
    type Words = Messages['provider'];
    const filled = ({ redirectUriMismatch, failure, ...words }: Words) => ({
      ...words,
      failure: { sentence: failure },
      redirectUriMismatch: {
        title: redirectUriMismatch.title,
        sentence: redirectUriMismatch.sentence('⟦uri⟧', '⟦app⟧'),
        anonymous: redirectUriMismatch.sentence('⟦uri⟧'),
        advice: redirectUriMismatch.advice('⟦uri⟧'),
      },
    });
    const members = (words: Words) =>
      Object.entries(filled(words)).flatMap(([key, parts]) =>
        Object.entries(parts).map(([part, text]) => [`${key}.${part}`, text] as const),
      );

    it('the catalogue has the same members as English, about the same things', () => {
      const marks = (words: Words) =>
        members(words).map(([key, text]) => [key, [...new Set(text.match(/⟦\w+⟧/g) ?? [])].sort()]);
      expect(marks(messages.provider)).toEqual(marks(catalogues.en.provider));
    });

    it('each text is typeset as the language asks for, and is no longer English', () => {
      const english = new Set(members(catalogues.en.provider).map(([, text]) => text));
      const texts = members(messages.provider).map(([, text]) => text);
      expect(texts.filter((text) => english.has(text))).toEqual([]);
      expect(typesettingMistakes(locale, texts)).toEqual([]);
    });
  });
});

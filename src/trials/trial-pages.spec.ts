import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import { Browser } from '../../test/support/browser.js';
import { aConnection } from '../../test/support/connections.js';
import { LoginHub } from '../../test/support/login-hub.js';
import { TinyConnector } from '../../test/support/tiny-connector.js';
import { makeTrial, openTrial, runTrial, trialOf } from '../../test/support/trials.js';
import { ConnectorError, defineConnector } from '../connectors/index.js';

class TinyOptions {
  @IsOptional()
  @IsString()
  note?: string;
}

const tinyDefinition = defineConnector({
  interfaceVersion: 1,
  strategy: 'tiny',
  displayName: 'Tiny',
  protocol: 'none',
  options: TinyOptions,
  secrets: [],
  endpointOptions: [],
  messages: { de: { 'tiny.large': 'Das Foto ist groß.' } },
  create: () => new TinyConnector(),
});

describe('a trial', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso');
  });
  afterEach(() => hub.close());

  it('a trial speaks the language of the browser, and says where a sentence is in another one', async () => {
    const german = new Browser('de');
    contoso.onCallback = async ({ observer }) => {
      observer?.warned('claims', 'Only the connector has words for this.');
      return { issuer: 'https://upstream.example', subject: 'alice', claims: {} };
    };
    const link = await makeTrial(hub, 'contoso');
    const begun = await openTrial(german, link, 'Anmelden und Bericht ansehen');
    expect(contoso.begun[0]?.uiLocales).toEqual(['de']);
    const { page } = await german.open(hub.answerTo(begun, 'alice'));
    expect(page.querySelector('html')?.getAttribute('lang')).toBe('de');
    expect(page.querySelector('h1')?.text).toBe('Testanmeldung mit contoso');
    const foreign = page.querySelectorAll('[lang="en"]').map(({ text }) => text);
    expect(new Set(foreign)).toEqual(new Set(['Only the connector has words for this.']));
    expect((await trialOf(hub, link))?.report?.warnings.map(({ message }) => message).join()).not.toMatch(/Verbindung/);
  });

  it('a trial has the hub’s own sentence of a failure in the language of the page', async () => {
    hub.users.blocked.add('alice');
    const german = new Browser('de');
    const begun = await openTrial(german, await makeTrial(hub, 'contoso'), 'Anmelden und Bericht ansehen');
    const { page } = await german.open(hub.answerTo(begun, 'alice'));
    expect(page.querySelector('#failure + p')?.getAttribute('lang')).toBeUndefined();
    expect(page.querySelector('#failure + p')?.text).toMatch(/gesperrt/);
  });

  it('a trial says a connector’s warning in the language of the page where the connector has words in it', async () => {
    const speaking = await LoginHub.start({ definitions: [tinyDefinition] });
    speaking.addConnection('contoso').onCallback = async ({ observer }) => {
      observer?.warned('photo', 'The photo is large.', 'tiny.large');
      observer?.warned('claims', 'No words for this.', 'tiny.unheard-of');
      observer?.warned('claims', 'Not even a key.', '<b>');
      return { issuer: 'https://upstream.example', subject: 'alice', claims: {} };
    };
    const german = new Browser('de');
    const link = await makeTrial(speaking, 'contoso');
    const begun = await openTrial(german, link, 'Anmelden und Bericht ansehen');
    const { page } = await german.open(speaking.answerTo(begun, 'alice'));
    const warnings = page.querySelectorAll('.advice li').map((one) => [one.getAttribute('lang'), one.text]);
    expect(warnings.slice(0, 3)).toEqual([
      [undefined, 'Das Foto ist groß.'],
      ['en', 'No words for this.'],
      ['en', 'Not even a key.'],
    ]);
    expect((await trialOf(speaking, link))?.report?.warnings.slice(0, 3)).toEqual([
      { stage: 'photo', code: 'connector', message: 'The photo is large.', message_key: 'tiny.large' },
      { stage: 'claims', code: 'connector', message: 'No words for this.', message_key: 'tiny.unheard-of' },
      { stage: 'claims', code: 'connector', message: 'Not even a key.' },
    ]);
    const english = new Browser();
    const other = await runTrial(speaking, english, await makeTrial(speaking, 'contoso'), 'alice');
    expect(other.page.querySelectorAll('[lang="en"]').length).toBe(1);
    await speaking.close();
  });

  it('a trial is called what people call the connection, else by its name', async () => {
    const headings = async (change: object) => {
      const link = await makeTrial(hub, 'contoso', change);
      const start = (await browser.open(link)).page.querySelector('h1')?.text;
      return [start, (await runTrial(hub, browser, link, 'alice')).page.querySelector('h1')?.text];
    };
    expect(await headings({ displayName: 'Contoso <b>AG' })).toEqual([
      'Try signing in with Contoso <b>AG',
      'Trial sign-in with Contoso <b>AG',
    ]);
    expect(await headings({})).toEqual(['Try signing in with contoso', 'Trial sign-in with contoso']);
  });

  it('a trial asks for the choice of an account where the person wants it', async () => {
    await openTrial(browser, await makeTrial(hub, 'contoso'), 'Choose another account');
    await openTrial(browser, await makeTrial(hub, 'contoso'));
    expect(contoso.begun.map(({ prompt }) => prompt)).toEqual(['select_account', undefined]);
  });

  it('a trial reads an answer that comes by form_post, from another site', async () => {
    const link = await makeTrial(hub, 'contoso');
    const begun = await openTrial(browser, link);
    const answer = new URL(hub.answerTo(begun, 'alice'));
    const form = answer.searchParams;
    const visit = await browser.open(answer.origin + answer.pathname, { method: 'POST', form, crossSite: true });
    expect([visit.status, visit.url.pathname]).toEqual([200, new URL(link).pathname]);
    expect((await trialOf(hub, link))?.report?.identity?.subject).toBe('alice');
  });

  it('of a draft says so, and has forgotten its secrets at the end', async () => {
    const draft = aConnection({ id: '', name: 'contoso', strategy: 'tiny', secrets: { client_secret: 'canary' } });
    const link = await makeTrial(hub, 'contoso', { isDraft: true, draft });
    expect((await browser.open(link)).body).toContain('The settings that are tried have not been saved yet.');
    expect((await trialOf(hub, link))?.draft?.secrets).toEqual({ client_secret: 'canary' });
    hub.connections.change('contoso', { revision: 7 });
    await runTrial(hub, browser, link, 'alice');
    const trial = await trialOf(hub, link);
    expect(trial).not.toHaveProperty('draft');
    expect(trial?.report?.outcome).toBe('warning');
    expect((await browser.open(await makeTrial(hub, 'contoso'))).body).not.toContain('has not been saved');
  });

  it('a trial tells operators of an expired secret like a sign-in, but of no draft’s', async () => {
    contoso.onCallback = () => {
      const detail = { step: 'tokens', actor: 'operator', publicMessage: 'Expired.', secretExpired: true } as const;
      throw new ConnectorError('misconfigured', 'private', detail);
    };
    const warnings = () => hub.events.all.filter(({ type }) => type === 'w');
    const draft = aConnection({ id: '', name: 'contoso', strategy: 'tiny' });
    await runTrial(hub, browser, await makeTrial(hub, 'contoso', { isDraft: true, draft }), 'alice');
    expect(warnings()).toEqual([]);
    await runTrial(hub, browser, await makeTrial(hub, 'contoso'), 'alice');
    expect(warnings()).toMatchObject([{ details: { reason: 'client_secret_expired' } }]);
  });

  it('a trial is none at an id that nobody gave', async () => {
    for (const id of ['0', 'try%00', '..%2f..', 'a'.repeat(500), '%E0%A4%A']) {
      const { status } = await browser.open(`${hub.url}/login/try/${id}?ticket=x`);
      expect([id, [400, 404].includes(status)]).toEqual([id, true]);
    }
  });
});

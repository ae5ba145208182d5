import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { aConnection } from '../../test/support/connections.js';
import { LoginHub } from '../../test/support/login-hub.js';
import type { TinyConnector } from '../../test/support/tiny-connector.js';
import { makeTrial, openTrial, runTrial, trialOf } from '../../test/support/trials.js';
import { ConnectorError } from '../connectors/index.js';

const draft = aConnection({ id: 'con_contoso', name: 'contoso', strategy: 'tiny', secrets: { s: 'canary-secret' } });

describe('what a trial leaves behind', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso');
  });
  afterEach(() => hub.close());

  it('what a trial leaves behind is what a sign-in proves about a saved connection', async () => {
    await runTrial(hub, browser, await makeTrial(hub, 'contoso'), 'alice');
    expect(hub.consents.provedBy.map(({ subject }) => subject)).toEqual(['alice']);
  });

  it.each<[string, (hub: LoginHub) => Promise<void>]>([
    [
      'of a draft',
      async () =>
        void (await runTrial(hub, browser, await makeTrial(hub, 'contoso', { isDraft: true, draft }), 'alice')),
    ],
    [
      'of a person who is not let in',
      async () => {
        hub.users.blocked.add('alice');
        await runTrial(hub, browser, await makeTrial(hub, 'contoso'), 'alice');
      },
    ],
    [
      'that failed',
      async () => void (await runTrial(hub, browser, await makeTrial(hub, 'contoso'), 'access_denied/person')),
    ],
  ])('what a trial leaves behind is nothing after one %s', async (_what, runIt) => {
    await runIt(hub);
    expect(hub.consents.provedBy).toEqual([]);
  });

  it.each<[string, object]>([
    ['of a saved connection', {}],
    ['of a change to it, with its secrets', { isDraft: true, draft }],
  ])(
    'what a trial leaves behind is a report that says so when the connection was deleted before the link %s was opened',
    async (_what, change) => {
      const link = await makeTrial(hub, 'contoso', change);
      hub.connections.all.delete('contoso');
      const german = new Browser('de');
      const { page, status } = await openTrial(german, link, 'Anmelden und Bericht ansehen');
      expect([status, page.querySelector('#failure + p')?.text]).toEqual([
        200,
        'Die Verbindung wurde gelöscht, nachdem dieser Link erstellt wurde.',
      ]);
      expect([contoso.begun, (await trialOf(hub, link))?.report?.failure]).toMatchObject([
        [],
        { stage: 'authorize', reason: 'connection_unusable', actor: 'operator' },
      ]);
    },
  );

  it('what a trial leaves behind is asked of nobody once the connection is deleted, though the person is at the upstream already', async () => {
    const link = await makeTrial(hub, 'contoso', { isDraft: true, draft });
    const begun = await openTrial(browser, link);
    hub.connections.all.delete('contoso');
    const visit = await browser.open(hub.answerTo(begun, 'alice'));
    expect(visit.page.querySelector('#failure + p')?.text).toMatch(/was deleted/);
    expect(contoso.finished).toEqual([]);
    expect(await trialOf(hub, link)).not.toHaveProperty('draft');
  });

  it('what a trial leaves behind has no secret in it that a connector put into its error', async () => {
    // One is a part of the other.
    hub.connections.change('contoso', { secrets: { short: 'canary"', client_secret: 'canary"secret' } });
    contoso.onCallback = () => {
      const upstream = { code: 'CODE_canary"secret' };
      const detail = { step: 'tokens', actor: 'operator', publicMessage: 'Sent canary"secret.', upstream } as const;
      throw new ConnectorError('misconfigured', 'private', detail);
    };
    const link = await makeTrial(hub, 'contoso');
    const { body } = await runTrial(hub, browser, link, 'alice');
    const report = (await trialOf(hub, link))?.report;
    expect(report?.failure).toMatchObject({ message: 'Sent [redacted].', upstream_code: 'CODE_[redacted]' });
    expect(`${body}${JSON.stringify([report, hub.events.all])}`).not.toContain('canary');
  });

  it('what a trial leaves behind is whole though a secret looks like what lies between two members of it', async () => {
    hub.connections.change('contoso', { secrets: { client_secret: '","b":"', other: '","actor":"' } });
    contoso.onCallback = ({ observer }) => {
      observer?.passed('token', { a: '1', b: '2', '","b":"': 'x","b":"' });
      const detail = { step: 'claims', actor: 'person', publicMessage: 'Public.' } as const;
      throw new ConnectorError('identity_rejected', 'private', detail);
    };
    const link = await makeTrial(hub, 'contoso');
    expect((await runTrial(hub, browser, link, 'alice')).status).toBe(200);
    const report = (await trialOf(hub, link))?.report;
    expect(report?.stages.find(({ stage }) => stage === 'token')?.detail).toEqual({
      a: '1',
      b: '2',
      '[redacted]': 'x[redacted]',
    });
    expect(report?.failure).toMatchObject({ stage: 'claims', actor: 'person', message: 'Public.' });
  });
});

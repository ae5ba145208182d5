import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { LoginHub } from '../../test/support/login-hub.js';
import type { TinyConnector } from '../../test/support/tiny-connector.js';
import { makeTrial, openTrial, runTrial, trialOf } from '../../test/support/trials.js';
import type { Connection } from '../connections/index.js';
import { ConnectorError } from '../connectors/index.js';
import type { TrialReport } from './trial.dto.js';

describe('the report of a trial', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso');
  });
  afterEach(() => hub.close());

  async function reportOn(answer = 'alice'): Promise<TrialReport> {
    const link = await makeTrial(hub, 'contoso');
    await runTrial(hub, browser, link, answer);
    const report = (await trialOf(hub, link))?.report;
    if (report === undefined) throw new Error('There is no report.');
    return report;
  }
  const codes = ({ warnings }: TrialReport) => warnings.map(({ code }) => code);
  const outcomes = ({ stages }: TrialReport) =>
    Object.fromEntries(stages.map(({ stage, outcome }) => [stage, outcome]));

  it('the report of a trial says what became of each stage, of a connector that tells nothing by itself', async () => {
    contoso.profile = { emailEvidence: 'upstream', groups: ['staff'] };
    const report = await reportOn();
    expect(report.outcome).toBe('ok');
    expect(outcomes(report)).toEqual({
      discovery: 'skipped',
      authorize: 'ok',
      callback: 'ok',
      token: 'skipped',
      signature: 'skipped',
      claims: 'ok',
      graph: 'skipped',
      policy: 'ok',
      profile: 'ok',
    });
    expect(report).toMatchObject({
      identity: { issuer: 'https://upstream.example', subject: 'alice' },
      claims: { sub: 'alice' },
      profile: { name: 'alice', email: 'alice@contoso.example', email_verified: true, groups: ['staff'] },
      email_verification: { verified: true, because: 'upstream' },
      user: 'create',
      correlation_id: 'correlation-1',
      warnings: [],
    });
  });

  it('the report of a trial makes no user, no outcome for an application, and no event of a sign-in', async () => {
    await reportOn();
    await reportOn('identity_rejected/operator');
    expect([hub.users.signIns, hub.requests.outcomes]).toEqual([[], []]);
    expect(hub.events.all).toMatchObject([
      { type: 'trial', connection: 'contoso', details: { outcome: 'warning' } },
      { type: 'trial', connection: 'contoso', details: { outcome: 'failed', reason: 'identity_rejected' } },
    ]);
  });

  it('the report of a trial has the stages that the connector tells of, in order, those of its own among them', async () => {
    contoso.onAuthorize = async ({ state, callbackUrl, observer }) => {
      observer?.passed('discovery', { issuer: 'https://upstream.example' });
      const url = `http://127.0.0.1:9/authorize?${new URLSearchParams({ state, redirect_uri: callbackUrl })}`;
      return { url, checks: {} };
    };
    contoso.onCallback = async ({ observer }) => {
      observer?.passed('token');
      observer?.passed('photo');
      observer?.warned('photo', 'The photo is large.');
      return { issuer: 'https://upstream.example', subject: 'alice', claims: {} };
    };
    const report = await reportOn();
    const names = 'discovery authorize callback token signature claims photo graph policy profile';
    expect(report.stages.map(({ stage }) => stage).join(' ')).toBe(names);
    expect(report.stages[0]).toMatchObject({ outcome: 'ok', detail: { issuer: 'https://upstream.example' } });
    expect(outcomes(report)).toMatchObject({ token: 'ok', photo: 'warning' });
    expect(report.warnings).toContainEqual({ stage: 'photo', code: 'connector', message: 'The photo is large.' });
  });

  it('the report of a trial keeps no secret of the connection, whatever the connector tells, and shows markup as text', async () => {
    hub.connections.change('contoso', {
      secrets: { client_secret: 'canary"<b>secret' },
      nextSecrets: { x: 'canary-2' },
    });
    contoso.onCallback = async ({ observer }) => {
      observer?.passed('token', { sent: 'with canary"<b>secret and canary-2', long: 'x' });
      observer?.passed('signature', { long: 'x'.repeat(5_000) });
      observer?.warned('token', 'canary-2 was <b>sent</b>.');
      observer?.passed('<b>stage');
      return { issuer: 'https://upstream.example', subject: '<b>alice', claims: { name: '<script>' } };
    };
    const link = await makeTrial(hub, 'contoso');
    const { body, page } = await runTrial(hub, browser, link, 'alice');
    const report = (await trialOf(hub, link))?.report;
    expect(report?.stages.find(({ stage }) => stage === 'token')?.detail).toEqual({
      sent: 'with [redacted] and [redacted]',
      long: 'x',
    });
    expect(report?.stages.find(({ stage }) => stage === 'signature')).not.toHaveProperty('detail');
    expect(`${JSON.stringify(report)}${body}`).not.toContain('canary');
    expect(page.querySelectorAll('script, b')).toEqual([]);
    expect(page.structuredText).toContain('<script>');
  });

  it.each<[string, (hub: LoginHub) => void, Partial<TrialReport['failure']>]>([
    ['a blocked person', ({ users }) => users.blocked.add('alice'), { reason: 'user_blocked', actor: 'operator' }],
    ['a person nobody knows', ({ users }) => users.unknown.add('alice'), { reason: 'user_unknown', actor: 'operator' }],
    [
      'a foreign address',
      ({ connections }) => connections.change('contoso', { restrictEmailDomains: true, domain: 'else.example' }),
      { reason: 'email_domain_not_allowed', actor: 'person' },
    ],
  ])('the report of a trial fails at the policy where a sign-in would: %s', async (_who, arrange, failure) => {
    expect((await reportOn()).failure).toBeUndefined();
    arrange(hub);
    const report = await reportOn();
    expect([report.outcome, report.user, outcomes(report).policy]).toEqual(['failed', 'refuse', 'failed']);
    expect(report.failure).toMatchObject({ stage: 'policy', what_to_do: expect.any(String), ...failure });
    expect(report.profile).toMatchObject({ name: 'alice' });
  });

  // covers MISTAKE-12
  it('the report of a trial warns of what an administrator should know, and of nothing where all is well', async () => {
    const soon = new Date(hub.clock.now().getTime() + 10 * 86_400_000);
    const all: Partial<Connection> = { isEnabled: false, secretExpiresAt: soon, domain: 'own.example' };
    hub.connections.change('contoso', all);
    expect(codes(await reportOn()).sort()).toEqual([
      'connection_disabled',
      'email_domain_elsewhere',
      'email_unverified',
      'groups_unknown',
      'secret_expiring',
    ]);
    hub.connections.change('contoso', { isEnabled: true, secretExpiresAt: new Date(0), domain: 'contoso.example' });
    contoso.mapProfile = () => ({ groups: [] });
    expect(codes(await reportOn()).sort()).toEqual(['no_email', 'no_name', 'secret_expired']);
    contoso.mapProfile = () => ({ name: 'A', email: 'a@contoso.example', emailEvidence: 'operator', groups: [] });
    hub.addConnection('fabrikam', { domain: 'fabrikam.example' });
    hub.connections.change('contoso', { secretExpiresAt: new Date(hub.clock.now().getTime() + 90 * 86_400_000) });
    expect(codes(await reportOn())).toEqual([]);
    contoso.mapProfile = () => ({ name: 'A', email: 'a@fabrikam.example', emailEvidence: 'upstream', groups: [] });
    const report = await reportOn();
    expect(codes(report)).toEqual(['email_domain_of_another', 'email_unverified']);
    expect(report.email_verification).toMatchObject({ verified: false, because: 'domain_of_another' });
  });

  it('the report of a trial says who must act and what to do when the upstream refuses, with its code and ids', async () => {
    const link = await makeTrial(hub, 'contoso');
    const { status, body } = await runTrial(hub, browser, link, 'misconfigured/tenant-administrator');
    expect(status).toBe(200);
    for (const text of ['The public sentence of the connector.', 'TINY42', 'upstream-correlation', 'correlation-1']) {
      expect(body).toContain(text);
    }
    expect(body).toContain('An administrator of your organization has to act.');
    expect(body).not.toMatch(/raw text|private detail/);
    const report = (await trialOf(hub, link))?.report;
    expect(report).toMatchObject({
      outcome: 'failed',
      failure: { stage: 'callback', reason: 'misconfigured', actor: 'tenant-administrator', upstream_code: 'TINY42' },
    });
    expect(report?.stages.filter(({ message }) => message === 'Not reached.').map(({ stage }) => stage)).toEqual([
      'token',
      'signature',
      'claims',
      'graph',
      'policy',
      'profile',
    ]);
    expect(JSON.stringify(report)).not.toMatch(/raw text|private detail/);
  });

  it('the report of a trial ends at once where the way to the upstream cannot be found', async () => {
    contoso.onAuthorize = () => {
      const detail = { step: 'discovery', actor: 'operator', publicMessage: 'Nobody is there.' } as const;
      throw new ConnectorError('upstream_unavailable', 'private', detail);
    };
    const link = await makeTrial(hub, 'contoso');
    const visit = await openTrial(browser, link);
    expect([visit.status, visit.url.pathname]).toEqual([200, new URL(link).pathname]);
    const report = (await trialOf(hub, link))?.report;
    expect(report?.failure).toMatchObject({ stage: 'discovery', message: 'Nobody is there.' });
    expect(contoso.finished).toEqual([]);
  });

  it('the report of a trial reports a connector that breaks its contract, and logs what it did', async () => {
    contoso.onCallback = () => Promise.reject(new Error('private'));
    const report = await reportOn();
    expect(report.failure).toMatchObject({ stage: 'callback', reason: 'connector_broken', actor: 'operator' });
    expect(JSON.stringify(report)).not.toContain('private');
    expect(hub.logger.lines.map(({ level }) => level)).toContain('error');
  });

  it.each<[string, (hub: LoginHub) => void, string]>([
    [
      'was changed meanwhile',
      ({ connections }) => connections.change('contoso', { revision: 2 }),
      'connection_changed',
    ],
    ['was deleted', ({ connections }) => connections.all.delete('contoso'), 'connection_unusable'],
    [
      'answers elsewhere',
      ({ connections }) => connections.change('contoso', { callbackKind: 'shared' }),
      'wrong_callback',
    ],
  ])('the report of a trial asks the upstream nothing when the connection %s', async (_what, change, reason) => {
    const link = await makeTrial(hub, 'contoso');
    const begun = await openTrial(browser, link);
    change(hub);
    expect((await browser.open(hub.answerTo(begun, 'alice'))).status).toBe(200);
    expect((await trialOf(hub, link))?.report?.failure?.reason).toBe(reason);
    expect(contoso.finished).toEqual([]);
  });
});

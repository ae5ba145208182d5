import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser } from '../../test/support/browser.js';
import { isResumed, LoginHub } from '../../test/support/login-hub.js';
import { connectorError, type TinyConnector } from '../../test/support/tiny-connector.js';

describe('what must still hold when a person comes back', () => {
  let hub: LoginHub;
  let browser: Browser;
  let contoso: TinyConnector;

  beforeEach(async () => {
    hub = await LoginHub.start();
    browser = new Browser();
    contoso = hub.addConnection('contoso', { domain: 'contoso.example' });
    hub.addConnection('fabrikam', { domain: 'fabrikam.example' });
  });
  afterEach(() => hub.close());

  /** Begins, lets `meanwhile` happen, and comes back. */
  const signIn = async (meanwhile: () => void = () => {}, answer = 'alice') => {
    const begun = await hub.begin(browser, 'contoso');
    meanwhile();
    return await browser.open(hub.answerTo(begun, answer), { stopAt: isResumed });
  };

  it.each<[string, () => void, number, string]>([
    [
      'a disabled connection',
      () => hub.connections.change('contoso', { isEnabled: false }),
      403,
      'connection_unusable',
    ],
    ['a deleted connection', () => hub.connections.all.delete('contoso'), 403, 'connection_unusable'],
    [
      'a connection taken from the application',
      () => hub.addConnection('contoso', {}, ['client-2']),
      403,
      'connection_unusable',
    ],
    ['a disabled application', () => hub.setApplication({ isEnabled: false }), 403, 'application_unavailable'],
    [
      'changed endpoints or credentials',
      () => hub.connections.change('contoso', { revision: 2 }),
      409,
      'connection_changed',
    ],
  ])('%s refuses the login, before the upstream is asked', async (_name, meanwhile, status, reason) => {
    const visit = await signIn(meanwhile);
    expect(visit.status).toBe(status);
    expect(contoso.finished).toEqual([]);
    expect(hub.events.all).toMatchObject([
      { type: 'f', details: { reason }, clientId: 'client-1', correlationId: 'correlation-1' },
    ]);
    expect(hub.requests.outcomes).toEqual([]);
  });

  it('a change that touches neither endpoints nor credentials does not', async () => {
    const visit = await signIn(() => hub.connections.change('contoso', { displayName: 'New name' }));
    expect(isResumed(visit.url)).toBe(true);
  });

  it('a blocked user is refused, another one is not', async () => {
    hub.users.blocked.add('alice');
    const visit = await signIn();
    expect(visit.status).toBe(403);
    expect(visit.body).toContain('blocked');
    expect(hub.events.all).toMatchObject([{ type: 'f', userId: 'usr_alice', details: { reason: 'user_blocked' } }]);
    expect(isResumed((await signIn(undefined, 'bob')).url)).toBe(true);
  });

  it('an unknown person is refused where the connection creates no users', async () => {
    hub.users.unknown.add('alice');
    expect((await signIn()).status).toBe(403);
    expect(hub.events.all).toMatchObject([{ details: { reason: 'user_unknown' } }]);
  });

  describe('with restricted e-mail domains', () => {
    beforeEach(() =>
      hub.connections.change('contoso', { restrictEmailDomains: true, domainAliases: ['contoso.test'] }),
    );

    it.each([
      ['ada@contoso.example', true],
      ['Ada@CONTOSO.test', true],
      ['ada@sub.contoso.example', false],
      ['ada@fabrikam.example', false],
      ['ada@contoso.example@fabrikam.example', false],
      ['not an address', false],
    ])('%s may come in: %s', async (email, admitted) => {
      contoso.profile = { email };
      expect(isResumed((await signIn()).url)).toBe(admitted);
      expect(hub.users.signIns).toHaveLength(admitted ? 1 : 0);
    });

    it('nobody comes in without an address', async () => {
      contoso.mapProfile = () => ({ name: 'Ada' });
      expect((await signIn()).status).toBe(403);
      hub.connections.change('contoso', { restrictEmailDomains: false });
      expect(isResumed((await signIn()).url)).toBe(true);
    });
  });

  it.each([
    [{ email: 'ada@contoso.example', emailEvidence: 'upstream' as const }, true],
    [{ email: 'ada@elsewhere.example', emailEvidence: 'upstream' as const }, true],
    [{ email: 'ada@fabrikam.example', emailEvidence: 'upstream' as const }, false],
    [{ email: 'ada@contoso.example' }, false],
  ])('%j is stored as verified: %s', async (profile, emailVerified) => {
    contoso.profile = profile;
    await signIn();
    expect(hub.users.signIns).toMatchObject([{ profile: { email: profile.email, emailVerified } }]);
    expect(hub.users.signIns[0]?.profile).not.toHaveProperty('emailEvidence');
  });

  it('who comes back counts, whatever the hint said', async () => {
    const page = await hub.ask(browser, { loginHint: 'bob@contoso.example' });
    const begun = await hub.begin(browser, 'contoso', page);
    await browser.open(hub.answerTo(begun, 'alice'), { stopAt: isResumed });
    expect(hub.users.signIns).toMatchObject([{ identity: { connectionId: 'con_contoso', subject: 'alice' } }]);
  });

  it('an identity without issuer or subject is nobody', async () => {
    for (const identity of [{ subject: '' }, { issuer: ' ' }]) {
      contoso.identity = identity;
      expect((await signIn()).status).toBe(424);
    }
    expect(hub.users.signIns).toEqual([]);
    contoso.identity = {};
    expect(isResumed((await signIn()).url)).toBe(true);
  });

  it('an answer that takes longer than a callback may is refused, whether the connector heeds the signal or not', async () => {
    contoso.onCallback = ({ signal }) =>
      new Promise(() => {
        expect(signal.aborted).toBe(false);
        hub.deadline.current.abort();
      });
    const visit = await signIn();
    expect(visit.status).toBe(424);
    expect(contoso.finished[0]?.signal.aborted).toBe(true);
    expect(hub.events.all).toMatchObject([{ details: { reason: 'upstream_unavailable' } }]);
    contoso.onCallback = async () => {
      throw connectorError('upstream_unavailable', 'operator');
    };
    expect((await signIn()).status).toBe(424);
  });
});

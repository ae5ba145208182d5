import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import { StorageUnavailableError } from '../../src/common/errors.js';
import { SilentLogger } from '../../src/common/logging/index.js';
import { RequestLimits } from '../../src/openid-provider/edge/request-limits.js';
import { OpenIdProviderMiddleware } from '../../src/openid-provider/index.js';
import { Browser } from '../support/browser.js';
import { CALLBACK, OidcDriver, VERIFIER } from '../support/oidc-driver.js';
import { application, SECRET, startOpenIdProvider, type TestProvider } from '../support/openid-provider.js';
import { freePort } from '../support/ports.js';

describe('the OpenID Provider in trouble', () => {
  let hub: TestProvider;
  let driver: OidcDriver;

  beforeEach(async () => {
    hub = await startOpenIdProvider();
    driver = new OidcDriver(hub);
    hub.applications.add(application({ clientId: 'web' }));
    hub.login.signsIn(hub.users.add('ada'));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await hub.close();
  });

  it('the OpenID Provider answers 503 and when to come back, while the storage does not answer', async () => {
    const tokens = await driver.tokens();
    const code = await driver.code();
    const atLogin = { stopAt: (target: URL) => target.pathname.startsWith('/login/') };
    const browser = new Browser();
    const { url } = await browser.open(driver.authorizeUrl(), atLogin);
    for (const operation of ['find', 'save', 'consume', 'remove'] as const) {
      jest.spyOn(hub.artifacts, operation).mockRejectedValue(new StorageUnavailableError('gone'));
    }
    const jsonAnswers = [
      await driver.redeem(code),
      await driver.refresh(tokens.refresh_token),
      await driver.post('/oauth/revoke', {
        client_id: 'web',
        client_secret: SECRET,
        token: String(tokens.access_token),
      }),
    ];
    for (const { status, body, headers } of jsonAnswers) {
      expect([status, body.error, headers.get('retry-after')]).toEqual([503, 'temporarily_unavailable', '5']);
    }
    expect(await driver.userInfo(tokens.access_token)).toBe(503);
    for (const page of [await driver.authorize(), await browser.open(url.href.replace('/login/', '/authorize/'))]) {
      expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
      expect(page.headers.get('retry-after')).toBe('5');
      expect(page.page.text).toContain('The people who run this sign-in service have to act.');
    }
    expect((await fetch(`${hub.origin}/.well-known/jwks.json`)).status).toBe(200);

    jest.restoreAllMocks();
    expect((await driver.redeem(code)).status).toBe(200);
  });

  it('the OpenID Provider answers 503 when applications cannot be read, CORS included', async () => {
    jest.spyOn(hub.applications, 'findEnabled').mockRejectedValue(new StorageUnavailableError('gone'));
    jest.spyOn(hub.applications, 'hasWebOrigin').mockRejectedValue(new StorageUnavailableError('gone'));
    expect((await driver.authorize()).status).toBe(503);
    expect((await driver.redeem('c')).status).toBe(503);
    const origin = { origin: 'https://app.example' };
    expect((await driver.post('/oauth/token', {}, origin)).status).toBe(503);
  });

  it('the page of a failure of the hub says nothing about it', async () => {
    jest.spyOn(hub.artifacts, 'save').mockRejectedValue(new Error('canary'));
    const page = await driver.authorize();
    expect([page.status, page.body.includes('canary')]).toEqual([500, false]);
    expect(page.page.text).toContain('The people who run this sign-in service have to act.');
  });

  it('the OpenID Provider serves a host application that has parsed the form already', async () => {
    const port = await freePort();
    const host = express();
    host.use(express.urlencoded({ extended: true }), express.json());
    const middleware = new OpenIdProviderMiddleware(
      hub.config,
      hub.directory,
      hub.provider,
      new RequestLimits(hub.config, hub.limiter),
      new SilentLogger(),
    );
    host.use(middleware.use.bind(middleware));
    const server = host.listen(port, '127.0.0.1');
    const post = (path: string, body: URLSearchParams) =>
      fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, redirect: 'manual' });
    try {
      const form = {
        grant_type: 'authorization_code',
        code: await driver.code(),
        redirect_uri: CALLBACK,
        code_verifier: VERIFIER,
        client_id: 'web',
        client_secret: SECRET,
      };
      const twice = new URLSearchParams({ ...form, code: 'other' });
      twice.append('client_id', 'web');
      expect((await post('/oauth/token', twice)).status).toBe(400);
      expect((await post('/oauth/token', new URLSearchParams(form))).status).toBe(200);
      const posted = await post('/authorize', driver.authorizeUrl().searchParams);
      expect([posted.status, posted.headers.get('location')]).toEqual([303, driver.authorizeUrl().href]);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

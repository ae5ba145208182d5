import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  ada,
  azureAdConnector,
  callbackUrl,
  contoso,
  credentials,
  entraUpstream,
  fabrikam,
  logged,
  login,
  request,
  runtimeOf,
} from '../../../test/support/entra-upstream.js';
import type { AuthorizeRequest, JsonObject } from '../connector.js';
import { validateOptions } from '../validate-options.js';
import { azureAd } from './azuread.definition.js';

beforeEach(() => void logged.splice(0));

async function identity(claims: JsonObject = {}, options: JsonObject = {}, change: Partial<AuthorizeRequest> = {}) {
  const upstream = entraUpstream();
  const connector = azureAdConnector(upstream, { tenant_domain: contoso, ...options });
  return login(connector, upstream, { ...ada, ...claims }, { request: change });
}

/** The answer that brings these parameters instead of a code. */
async function answer(parameters: Record<string, string>, change: Partial<AuthorizeRequest> = {}) {
  const connector = azureAdConnector(entraUpstream());
  const { checks } = await connector.authorize({ ...request, ...change });
  const { state } = request;
  const answered = { parameters: new URLSearchParams({ state, ...parameters }), signal: new AbortController().signal };
  return connector.callback({ ...answered, callbackUrl, state, checks });
}

describe('an identity', () => {
  // covers AUTH0-58
  it('an identity is the tenant and the object id, with the claims that are worth keeping', async () => {
    const noise = { aio: 'x', rh: 'x', uti: 'x' };
    expect(await identity({ ...noise, roles: ['Admin'], acr: '1', amr: ['pwd', 'mfa'] })).toEqual({
      issuer: `https://login.microsoftonline.com/${contoso}/v2.0`,
      subject: ada.subject,
      claims: {
        iss: `https://login.microsoftonline.com/${contoso}/v2.0`,
        aud: credentials.client_id,
        ...Object.fromEntries(['exp', 'iat', 'nbf'].map((name) => [name, expect.any(Number)])),
        sub: `pairwise-${ada.subject}`,
        oid: ada.subject,
        tid: contoso,
        ver: '2.0',
        name: 'Ada Lovelace',
        preferred_username: 'ada@contoso.com',
        roles: ['Admin'],
        acr: '1',
        amr: ['pwd', 'mfa'],
      },
      authentication: { acr: '1', amr: ['pwd', 'mfa'] },
    });
  });

  // covers AUTH0-10
  it('an identity is the pairwise subject where the operator chose it, and needs no oid then', async () => {
    expect((await identity({ oid: null }, { userid_attribute: 'sub' })).subject).toBe(`pairwise-${ada.subject}`);
    await expect(identity({ oid: null })).rejects.toMatchObject({
      code: 'invalid_response',
      messageKey: 'azuread.no_subject',
    });
  });

  it('an identity is refused with the hash of another code', async () => {
    await expect(identity({ c_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({ step: 'claims' });
    expect((await identity({ s_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })).subject).toBe(ada.subject);
  });

  it('an identity names who issued the answer, where the answer says so at all', async () => {
    const upstream = entraUpstream();
    const iss = `https://login.microsoftonline.com/${contoso}/v2.0`;
    const connector = azureAdConnector(upstream);
    expect((await login(connector, upstream, ada, { answer: { iss } })).issuer).toBe(iss);
    upstream.requests.length = 0;
    await expect(login(connector, upstream, ada, { answer: { iss: `${iss}/` } })).rejects.toMatchObject({
      code: 'invalid_response',
      step: 'callback',
    });
    expect(upstream.requests).toEqual([]);
  });

  // covers AUTH0-08
  it.each([contoso, fabrikam])('an identity names the tenant of the token on a common endpoint: %s', async (tenant) => {
    const upstream = entraUpstream({ segment: 'organizations' });
    const connector = azureAdConnector(upstream, { useCommonEndpoint: true, allowed_tenants: ['*'] });
    const from = (iss: string) => login(connector, upstream, ada, { answer: { iss } });
    const attempt = from(`https://login.microsoftonline.com/${tenant}/v2.0`);
    if (tenant === contoso) expect((await attempt).subject).toBe(ada.subject);
    else await expect(attempt).rejects.toMatchObject({ code: 'invalid_response' });
    upstream.requests.length = 0;
    for (const iss of ['https://login.microsoftonline.com/{tenantid}/v2.0', `https://evil.example/${tenant}/v2.0`]) {
      await expect(from(iss)).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
    }
    expect(upstream.requests).toEqual([]);
  });

  it('an identity names who issued it where the discovery document promises that', async () => {
    const upstream = entraUpstream({ metadata: { authorization_response_iss_parameter_supported: true } });
    const connector = azureAdConnector(upstream);
    const iss = `https://login.microsoftonline.com/${contoso}/v2.0`;
    expect((await login(connector, upstream, ada, { answer: { iss } })).subject).toBe(ada.subject);
    await expect(login(connector, upstream)).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
  });
});

describe('groups in a token', () => {
  it('groups in a token are kept as they are', async () => {
    expect((await identity({ groups: ['g1', 'g2'] })).claims.groups).toEqual(['g1', 'g2']);
  });

  it.each<[string, JsonObject]>([
    ['a text', { groups: 'g1' }],
    ['numbers', { groups: [1] }],
    ['too many', { groups: Array.from({ length: 10_001 }, () => 'g') }],
    ['too long', { groups: ['g'.repeat(300)] }],
    ['null', { groups: null }],
  ])('groups in a token are refused as %s', async (_name, claims) => {
    await expect(identity(claims)).rejects.toMatchObject({ code: 'invalid_response' });
  });

  // covers MISTAKE-13
  it('groups in a token are unknown in an overage, whose URL leads to no request and is not kept', async () => {
    const upstream = entraUpstream();
    const connector = azureAdConnector(upstream);
    const overage = {
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'https://evil.example/getMemberObjects' } },
    };
    const found = await login(connector, upstream, { ...ada, ...overage });
    expect(JSON.stringify(found)).not.toContain('evil.example');
    expect(connector.mapProfile(found)).not.toHaveProperty('groups');
    expect(upstream.requests.filter((one) => !one.url.startsWith('https://login.microsoftonline.com/'))).toEqual([]);
    expect(logged).toContainEqual(expect.objectContaining({ message: expect.stringContaining('unknown') }));
  });
});

describe('the age of a sign-in', () => {
  const now = Date.parse('2026-11-21T12:00:00Z') / 1000;

  // covers AUTH0-26
  it('the age of a sign-in is verified when Microsoft tells it', async () => {
    const fresh = await identity({ auth_time: now - 30 }, {}, { maxAge: 60 });
    expect(fresh.authentication?.time).toEqual(new Date((now - 30) * 1000));
    await expect(identity({ auth_time: now - 3600 }, {}, { maxAge: 60 })).rejects.toMatchObject({ step: 'claims' });
    expect((await identity({ auth_time: now - 3600 })).subject).toBe(ada.subject);
  });

  it('the age of a sign-in is demanded only where the connection says so', async () => {
    expect((await identity({}, {}, { maxAge: 60 })).subject).toBe(ada.subject);
    const strict = { require_auth_time: true };
    await expect(identity({}, strict, { maxAge: 60 })).rejects.toMatchObject({ code: 'invalid_response' });
    expect((await identity({}, strict)).subject).toBe(ada.subject);
  });
});

describe('an answer with an error', () => {
  it('an answer with an error says who must act', async () => {
    const description = 'AADSTS50194: Application is not configured as a multi-tenant application.\r\nTrace ID: x';
    await expect(answer({ error: 'invalid_request', error_description: description })).rejects.toMatchObject({
      code: 'misconfigured',
      actor: 'operator',
      step: 'callback',
      messageKey: 'aadsts.50194',
    });
  });

  it('an answer with an error is the end of a silent request, and a refusal otherwise', async () => {
    const failure = { error: 'interaction_required', error_description: 'AADSTS50076: MFA' };
    await expect(answer(failure, { prompt: 'none' })).rejects.toMatchObject({ code: 'login_required' });
    await expect(answer(failure)).rejects.toMatchObject({ code: 'identity_rejected' });
  });

  it('an answer with an error is not believed of another issuer', async () => {
    const cancelled = { error: 'access_denied', error_subcode: 'cancel' };
    const iss = `https://login.microsoftonline.com/${contoso}/v2.0`;
    await expect(answer({ ...cancelled, iss })).rejects.toMatchObject({ code: 'access_denied' });
    await expect(answer({ ...cancelled, iss: `${iss}/` })).rejects.toMatchObject({ code: 'invalid_response' });
  });

  it('an answer with an error is not hidden by consent that somebody gave on the way', async () => {
    await expect(answer({ admin_consent: 'True', tenant: contoso })).rejects.toMatchObject({
      code: 'invalid_response',
    });
  });
});

describe('a login that began before a change', () => {
  it('a login that began before a change is refused when tenant or endpoint are others now', async () => {
    const upstream = entraUpstream();
    const { url, checks, state = request.state } = await azureAdConnector(upstream).authorize(request);
    const parameters = await upstream.signIn(url, ada);
    const callback = { parameters, callbackUrl, state, checks, signal: new AbortController().signal };
    const moved = azureAdConnector(upstream, { tenant_domain: 'contoso.com' });
    await expect(moved.callback(callback)).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
    const older = azureAdConnector(upstream, { tenant_domain: contoso, identity_api: 'azure-active-directory-v1.0' });
    await expect(older.callback(callback)).rejects.toMatchObject({ code: 'invalid_response', step: 'callback' });
    expect((await azureAdConnector(upstream).callback(callback)).subject).toBe(ada.subject);
  });
});

describe('the token endpoint', () => {
  it('the token endpoint explains a wrong secret, without the secret', async () => {
    const upstream = entraUpstream({
      tokenError: (error) => ({
        error,
        error_description: 'AADSTS7000215: Invalid client secret.',
        error_codes: [7000215],
      }),
    });
    const connector = azureAdConnector(upstream, { tenant_domain: contoso, client_secret: 'wrong~secret' });
    const error = await login(connector, upstream).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'misconfigured',
      step: 'tokens',
      publicMessage: expect.stringContaining('invalid_request; failed to obtain access token'),
      upstream: { code: 'AADSTS7000215' },
    });
    expect(JSON.stringify([error, logged])).not.toContain('wrong~secret');
  });
});

describe('discovery', () => {
  it('discovery explains a tenant that Microsoft does not know', async () => {
    const body = { error: 'invalid_tenant', error_description: "AADSTS90002: Tenant 'x' not found.\r\nTrace ID: x" };
    const options = validateOptions(azureAd, { ...credentials, tenant_domain: contoso });
    const fetch = async () => Response.json(body, { status: 400 });
    const connector = azureAd.create(options, { ...runtimeOf(entraUpstream()), fetch });
    await expect(connector.authorize(request)).rejects.toMatchObject({
      code: 'misconfigured',
      step: 'discovery',
      messageKey: 'aadsts.90002',
    });
  });

  it('discovery asks once for the document and once for the keys, however many people sign in', async () => {
    const upstream = entraUpstream();
    const connector = azureAdConnector(upstream);
    for (let index = 0; index < 5; index += 1) await login(connector, upstream);
    expect(upstream.requests.filter((one) => one.method === 'GET')).toHaveLength(2);
    upstream.rotateKeys();
    await login(connector, upstream);
    expect(upstream.requests.filter((one) => one.method === 'GET')).toHaveLength(3);
  });
});

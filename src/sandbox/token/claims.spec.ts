import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CONTOSO,
  claimsOf,
  FABRIKAM,
  headerOf,
  REGISTRATIONS,
  SandboxClient,
} from '../../../test/support/sandbox-sign-in.js';
import { type Sandbox, startSandbox } from '../index.js';

/** Members that are opaque, random or both. */
const NOISE = ['aio', 'rh', 'uti', 'iat', 'nbf', 'exp'];

describe('the sandbox’s ID tokens', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  afterEach(() => sandbox.control.reset());

  const plain = (): void =>
    sandbox.control.changeApplication(REGISTRATIONS.contoso.clientId, {
      optionalClaims: [],
      groupMembershipClaims: 'None',
    });

  it('the sandbox’s ID tokens have in v2.0, without optional claims, what Microsoft’s have', async () => {
    plain();
    const claims = await new SandboxClient(sandbox).claims('adele@contoso.com', { scope: 'openid profile' });
    expect(Object.keys(claims).sort()).toEqual(
      [...NOISE, 'aud', 'iss', 'name', 'nonce', 'oid', 'preferred_username', 'sub', 'tid', 'ver'].sort(),
    );
    expect(claims).toMatchObject({
      aud: REGISTRATIONS.contoso.clientId,
      iss: `${sandbox.url}/${CONTOSO}/v2.0`,
      tid: CONTOSO,
      ver: '2.0',
      nonce: 'the nonce',
    });
  });

  it('the sandbox’s ID tokens have in v1.0 the names, amr and the other issuer', async () => {
    plain();
    const client = new SandboxClient(sandbox, REGISTRATIONS.contoso, CONTOSO, 1);
    const tokens = await client.tokens('adele@contoso.com');
    expect(claimsOf(String(tokens.id_token))).toMatchObject({
      iss: `${sandbox.url}/sts/${CONTOSO}/`,
      ver: '1.0',
      amr: ['pwd'],
      upn: 'adele@contoso.com',
      unique_name: 'adele@contoso.com',
      given_name: 'Adele',
      family_name: 'Vance',
    });
    expect(claimsOf(String(tokens.id_token))).not.toHaveProperty('preferred_username');
    const header = headerOf(String(tokens.id_token));
    expect(header.x5t).toBe(header.kid);
  });

  it('the sandbox’s ID tokens are dated five minutes back and live for an hour from now', async () => {
    const before = Math.floor(Date.now() / 1000);
    const { iat, nbf, exp, auth_time } = await new SandboxClient(sandbox).claims('adele@contoso.com');
    expect(nbf).toBe(iat);
    expect(Number(exp) - Number(iat)).toBe(3900);
    expect(Number(iat)).toBeGreaterThanOrEqual(before - 300);
    expect(Number(iat)).toBeLessThanOrEqual(before - 290);
    expect(Number(auth_time)).toBeGreaterThan(Number(iat));
  });

  it('the sandbox’s ID tokens leave oid and names out without the profile scope, and the address without the email scope', async () => {
    plain();
    const claims = await new SandboxClient(sandbox).claims('adele@contoso.com', { scope: 'openid' });
    for (const name of ['oid', 'name', 'preferred_username', 'email']) expect(claims).not.toHaveProperty(name);
    expect(claims).toHaveProperty('tid', CONTOSO);
  });

  it('the sandbox’s ID tokens have a sub of 43 characters that is another one for another application', async () => {
    const one = await new SandboxClient(sandbox).claims('adele@contoso.com');
    const again = await new SandboxClient(sandbox).claims('adele@contoso.com');
    const other = await new SandboxClient(sandbox, REGISTRATIONS.organizations).claims('adele@contoso.com');
    expect(one.sub).toMatch(/^[\w-]{43}$/);
    expect(again.sub).toBe(one.sub);
    expect(other.sub).not.toBe(one.sub);
    expect(other.oid).toBe(one.oid);
  });

  it.each<['boolean' | 'string' | 'number', unknown, unknown]>([
    ['boolean', true, false],
    ['string', '1', '0'],
    ['number', 1, 0],
  ])('spell xms_edov as %s, true only for the tenant’s own domain', async (xmsEdovForm, yes, no) => {
    sandbox.control.changeApplication(REGISTRATIONS.contoso.clientId, { xmsEdovForm });
    const client = new SandboxClient(sandbox);
    expect(await client.claims('adele@contoso.com')).toMatchObject({ email: 'adele@contoso.com', xms_edov: yes });
    expect(await client.claims('mallory@contoso.com')).toMatchObject({ email: 'ceo@fabrikam.com', xms_edov: no });
  });

  it('the sandbox’s ID tokens have neither email nor xms_edov for somebody without an address', async () => {
    const claims = await new SandboxClient(sandbox).claims('nomail@contoso.com');
    expect(claims).not.toHaveProperty('email');
    expect(claims).not.toHaveProperty('xms_edov');
  });

  it('lose an unverified address where the registration says so', async () => {
    sandbox.control.changeApplication(REGISTRATIONS.contoso.clientId, { removeUnverifiedEmailClaim: true });
    const client = new SandboxClient(sandbox);
    expect(await client.claims('mallory@contoso.com')).not.toHaveProperty('email');
    expect(await client.claims('adele@contoso.com')).toHaveProperty('email');
  });

  it('the sandbox’s ID tokens name the home of a guest, the guest’s own oid, and no upn', async () => {
    const client = new SandboxClient(sandbox);
    const guest = await client.claims('frida@fabrikam.com');
    expect(guest).toMatchObject({
      tid: CONTOSO,
      oid: 'c0a70502-0000-4000-8000-000000000011',
      idp: `${sandbox.url}/sts/${FABRIKAM}/`,
      preferred_username: 'frida@fabrikam.com',
    });
    expect(guest).not.toHaveProperty('upn');
    expect(await client.claims('gina@gmail.example')).toMatchObject({ idp: 'google.com', xms_edov: true });
    expect(await client.claims('adele@contoso.com')).not.toHaveProperty('idp');
  });

  it('the sandbox’s ID tokens list nested security groups, and no Microsoft 365 groups', async () => {
    expect((await new SandboxClient(sandbox).claims('adele@contoso.com')).groups).toEqual([
      'c0a70501-0000-4000-8000-000000000002',
      'c0a70501-0000-4000-8000-000000000001',
    ]);
  });

  it('the sandbox’s ID tokens point elsewhere instead of listing more than 200 groups', async () => {
    const claims = await new SandboxClient(sandbox).claims('manygroups@contoso.com');
    expect(claims).not.toHaveProperty('groups');
    expect(claims).toMatchObject({
      _claim_names: { groups: 'src1' },
      _claim_sources: {
        src1: {
          endpoint: `https://graph.windows.net/${CONTOSO}/users/c0a70502-0000-4000-8000-000000000008/getMemberObjects`,
        },
      },
    });
  });

  it('the sandbox’s ID tokens carry app roles and, where all groups are asked for, directory roles', async () => {
    const one = await new SandboxClient(sandbox).claims('admin@contoso.onmicrosoft.com');
    expect(one).toMatchObject({ roles: ['Portico.Administrator'] });
    expect(one).not.toHaveProperty('wids');
    const other = new SandboxClient(sandbox, REGISTRATIONS.organizations);
    expect(await other.claims('admin@contoso.onmicrosoft.com')).toMatchObject({
      wids: ['62e90394-69f5-4237-9190-012177145e10'],
    });
  });

  it('the sandbox’s ID tokens carry c_hash and hasgroups only through the browser', async () => {
    const { clientId, redirectUri } = REGISTRATIONS.contoso;
    sandbox.control.changeApplication(clientId, { oauth2AllowIdTokenImplicitFlow: true });
    const client = new SandboxClient(sandbox);
    const visit = await client.signIn('manygroups@contoso.com', { response_type: 'code id_token' });
    expect(visit.url.href).toContain(redirectUri);
    const answer = new URLSearchParams(visit.url.hash.slice(1));
    expect(claimsOf(answer.get('id_token') ?? '')).toMatchObject({ hasgroups: true, c_hash: expect.any(String) });
    const redeemed = await client.token({ code: answer.get('code') ?? '' });
    const { id_token } = JSON.parse(await redeemed.text());
    expect(claimsOf(id_token)).not.toHaveProperty('c_hash');
  });
});

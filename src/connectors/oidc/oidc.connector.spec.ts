import { describe, expect, it } from '@jest/globals';
import { google, setUp } from '../../../test/support/oidc-upstream.js';
import type { JsonObject } from '../connector.js';

describe('the published issuer', () => {
  // covers MISTAKE-01
  it('the published issuer is used where it differs from the given one in the slash at its end', async () => {
    const { signIn } = setUp({ issuer: 'https://login.acme.com' }, { issuer: 'https://login.acme.com/' });
    expect((await signIn()).issuer).toBe('https://login.acme.com/');
  });

  it('the published issuer is refused where it is another one, with both and the one to set', async () => {
    const { begin } = setUp({ issuer: 'https://login.acme.com' }, { metadata: { issuer: 'https://id.acme.com' } });
    await expect(begin()).rejects.toMatchObject({
      code: 'misconfigured',
      step: 'discovery',
      message: expect.stringMatching(
        /"https:\/\/login\.acme\.com".*"https:\/\/id\.acme\.com".*set issuer to https:\/\/id\.acme\.com\./,
      ),
    });
  });

  it('the published issuer is not offered where it is a template', async () => {
    const { begin } = setUp({}, { metadata: { issuer: 'https://login.acme.com/{tenantid}/v2.0' } });
    await expect(begin()).rejects.toMatchObject({ message: expect.stringMatching(/template for several/) });
  });
});

describe('an organization at Google', () => {
  it('an organization at Google is the hint in the request, and decides in the token', async () => {
    const { begin, signIn } = setUp(google);
    expect((await begin()).parameters.hd).toBe('acme.com');
    expect((await signIn({ hd: 'acme.com' })).subject).toBe('ada');
    for (const hd of ['mallory.com', '', null, ['acme.com']]) {
      await expect(signIn({ hd })).rejects.toMatchObject({
        code: 'identity_rejected',
        messageKey: 'oidc.hosted_domain',
      });
    }
    await expect(signIn()).rejects.toMatchObject({ code: 'identity_rejected' });
  });

  it('an organization at Google may be any, but none is not any', async () => {
    const { begin, signIn } = setUp({ ...google, hd: ['*'] });
    expect((await begin()).parameters.hd).toBe('*');
    expect((await signIn({ hd: 'mallory.com' })).subject).toBe('ada');
    await expect(signIn()).rejects.toMatchObject({ code: 'identity_rejected' });
  });

  it('an organization at Google is believed of the signed token only, never of UserInfo', async () => {
    const { signIn } = setUp(
      { ...google, fetch_userinfo: true },
      { claims: () => ({}), userinfo: () => ({ hd: 'acme.com' }) },
    );
    await expect(signIn()).rejects.toMatchObject({ code: 'identity_rejected' });
  });
});

describe('claims from UserInfo', () => {
  const trusting = { fetch_userinfo: true, trust_email_verified: true };

  it('claims from UserInfo complete the token’s, which count where both have one, and never say who it is', async () => {
    const userinfo = () => ({ name: 'Other', nickname: 'ada', iss: 'x', aud: 'x', auth_time: 1, acr: 'x', nonce: 'x' });
    const { signIn } = setUp(trusting, { claims: () => ({ name: 'Ada' }), userinfo });
    const { claims, authentication } = await signIn();
    expect(claims).toMatchObject({ name: 'Ada', nickname: 'ada', iss: 'https://login.acme.com', aud: 'hub' });
    expect(claims).not.toHaveProperty('nonce');
    expect(authentication).toBeUndefined();
  });

  it('claims from UserInfo verify no address of the token’s, but their own', async () => {
    const said = { email: 'ada@acme.com', email_verified: true };
    const own = setUp(trusting, { claims: () => ({}), userinfo: () => said });
    expect(own.connector.mapProfile(await own.signIn()).emailEvidence).toBe('operator');
    const another = setUp(trusting, { claims: () => ({ email: 'eve@acme.com' }), userinfo: () => said });
    const profile = another.connector.mapProfile(await another.signIn());
    expect(profile).toMatchObject({ email: 'eve@acme.com' });
    expect(profile.emailEvidence).toBeUndefined();
  });

  it('claims from UserInfo have no address that the token verifies without naming it', async () => {
    const evidenceOf = async (token: JsonObject, said: JsonObject) => {
      const { connector, signIn } = setUp(trusting, { claims: () => token, userinfo: () => said });
      return connector.mapProfile(await signIn()).emailEvidence;
    };
    const [email, email_verified] = ['ada@acme.com', true];
    expect(await evidenceOf({ email_verified }, { email })).toBeUndefined();
    expect(await evidenceOf({ email_verified }, { email, email_verified: false })).toBeUndefined();
    expect(await evidenceOf({ email_verified }, { email, email_verified })).toBe('operator');
    expect(await evidenceOf({ email, email_verified }, {})).toBe('operator');
    expect(await evidenceOf({ email, email_verified }, { email: 'eve@acme.com' })).toBe('operator');
  });

  it.each([{}, { userinfo_endpoint: null }])(
    'claims from UserInfo cannot be had from an upstream without that endpoint: %j',
    async (metadata) => {
      const { signIn } = setUp({ fetch_userinfo: true }, { metadata });
      await expect(signIn()).rejects.toMatchObject({ code: 'misconfigured', step: 'profile' });
    },
  );

  it('claims from UserInfo cannot be had from one that signs its answers: the operator is told what to change', async () => {
    const { signIn, upstream } = setUp({ fetch_userinfo: true }, { userinfo: () => ({ name: 'Ada' }) });
    expect((await signIn()).claims.name).toBe('Ada');
    const { fetch } = upstream;
    Object.assign(upstream, {
      fetch: async (...request: Parameters<typeof fetch>) => {
        const answer = await fetch(...request);
        if (!String(request[0]).endsWith('/userinfo')) return answer;
        return new Response(await answer.text(), { headers: { 'content-type': 'application/jwt' } });
      },
    });
    await expect(signIn()).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('plain JSON'),
    });
  });
});

describe('groups', () => {
  it('that are no list of texts refuse the sign-in', async () => {
    const { signIn } = setUp({ groups_claim: 'groups' });
    expect((await signIn({ groups: ['a'] })).subject).toBe('ada');
    for (const groups of [[1], [''], { a: 1 }, 7, ['a'.repeat(257)]]) {
      await expect(signIn({ groups })).rejects.toMatchObject({ code: 'invalid_response', step: 'claims' });
    }
  });
});

describe('whoever observes a sign-in', () => {
  it('hears its stages in order', async () => {
    const stages: string[] = [];
    const observer = { passed: (stage: string) => void stages.push(stage), warned: () => undefined };
    const { signIn } = setUp({ fetch_userinfo: true }, { userinfo: () => ({ name: 'Ada' }) });
    await signIn({}, { observer });
    expect(stages).toEqual([
      'discovery',
      'authorize',
      'discovery',
      'callback',
      'token',
      'signature',
      'claims',
      'userinfo',
    ]);
  });
});

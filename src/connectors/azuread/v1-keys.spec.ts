import { describe, expect, it } from '@jest/globals';
import {
  azureAdConnector,
  contoso,
  credentials,
  type EntraShape,
  entraUpstream,
  login,
  runtimeOf,
} from '../../../test/support/entra-upstream.js';
import { canCheckItself } from '../abilities.js';
import { validateOptions } from '../validate-options.js';
import { azureAd } from './azuread.definition.js';

const options = { tenant_domain: contoso, identity_api: 'azure-active-directory-v1.0' };
const ofContoso = `https://login.microsoftonline.com/${contoso}/v2.0`;

/** An upstream whose documents of v2.0 can be taken away. */
function upstreamOf(shape: EntraShape = {}) {
  const upstream = entraUpstream({ version: 'v1.0', ...shape });
  const { fetch } = upstream;
  const asked: string[] = [];
  const state = { isDown: false };
  Object.assign(upstream, {
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const { pathname } = new URL(new Request(input, init).url);
      if (pathname.includes('/v2.0/')) asked.push(pathname);
      return state.isDown && pathname.includes('/v2.0/') ? new Response('down', { status: 503 }) : fetch(input, init);
    },
  });
  return { upstream, asked, state };
}

describe('what the v2.0 document says of a v1.0 key', () => {
  it('what the v2.0 document says of a v1.0 key is asked for once, and serves on while the v2.0 endpoint is down', async () => {
    const { upstream, asked, state } = upstreamOf();
    const connector = azureAdConnector(upstream, options);
    expect((await login(connector, upstream)).issuer).toBe(ofContoso);
    expect(asked).toEqual([`/${contoso}/v2.0/.well-known/openid-configuration`, `/${contoso}/discovery/v2.0/keys`]);
    state.isDown = true;
    expect((await login(connector, upstream)).issuer).toBe(ofContoso);
    expect(asked).toHaveLength(2);
  });

  it('what the v2.0 document says of a v1.0 key is fetched anew, once, for a new key', async () => {
    const { upstream, asked } = upstreamOf();
    const connector = azureAdConnector(upstream, options);
    await login(connector, upstream);
    upstream.rotateKeys();
    expect((await login(connector, upstream)).issuer).toBe(ofContoso);
    expect(asked).toHaveLength(3);
  });

  it('what the v2.0 document says of a v1.0 key is not asked for because of a key id that the v1.0 document does not have', async () => {
    const { upstream, asked } = upstreamOf();
    const connector = azureAdConnector(upstream, options);
    await login(connector, upstream);
    upstream.forge('unknown_key_id');
    await expect(login(connector, upstream)).rejects.toMatchObject({ code: 'invalid_response' });
    expect(asked).toHaveLength(2);
  });

  it('what the v2.0 document says of a v1.0 key is demanded: without it nobody is believed', async () => {
    const { upstream, state } = upstreamOf();
    state.isDown = true;
    const attempt = login(azureAdConnector(upstream, options), upstream);
    await expect(attempt).rejects.toMatchObject({ code: 'upstream_unavailable' });
  });

  it('what the v2.0 document says of a v1.0 key must be of the same tenant', async () => {
    const { upstream } = upstreamOf({ tenant: contoso, metadata: { issuer: `https://sts.windows.net/${contoso}/` } });
    expect((await login(azureAdConnector(upstream, options), upstream)).issuer).toBe(ofContoso);
    const { upstream: other } = upstreamOf({
      metadata: { issuer: `https://sts.windows.net/${contoso}/` },
      tenant: '11111111-2222-4333-8444-555555555555',
    });
    const attempt = login(azureAdConnector(other, options), other, {
      subject: '0a0b0c0d-1111-4222-8333-0e0f10111213',
      tid: contoso,
      iss: `https://sts.windows.net/${contoso}/`,
    });
    await expect(attempt).rejects.toMatchObject({ code: 'misconfigured', step: 'discovery' });
  });

  it('what the v2.0 document says of a v1.0 key is part of the check of a connection', async () => {
    const keysOf = async (shape: EntraShape) => {
      const validated = validateOptions(azureAd, { ...credentials, ...options });
      const connector = azureAd.create(validated, runtimeOf(upstreamOf(shape).upstream));
      if (!canCheckItself(connector)) throw new Error('it cannot check itself');
      const { signal } = new AbortController();
      const steps = await connector.check({ callbackUrl: 'https://hub.example/login/callback/contoso', signal });
      return steps.find(({ step }) => step === 'keys')?.outcome;
    };
    expect(await keysOf({})).toBe('ok');
    expect(await keysOf({ keyMembersInV2: null })).toBe('failed');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { Browser } from '../support/browser.js';
import {
  application,
  publicApplication,
  SECRET,
  startOpenIdProvider,
  type TestProvider,
} from '../support/openid-provider.js';

const callback = 'https://app.example/cb';

describe('the authorization code flow', () => {
  let hub: TestProvider;

  beforeAll(async () => {
    hub = await startOpenIdProvider();
    hub.applications.add(application({ clientId: 'web' }));
    hub.applications.add(publicApplication({ clientId: 'spa' }));
    hub.login.signsIn(hub.users.add('ada'));
  });
  afterAll(() => hub.close());

  const discover = (clientId: string, authentication?: client.ClientAuth) =>
    client.discovery(new URL(hub.issuer), clientId, undefined, authentication, {
      execute: [client.allowInsecureRequests],
    });

  // covers CODER-11
  it.each([
    ['a confidential application by HTTP Basic', 'web', client.ClientSecretBasic(SECRET)],
    ['a confidential application by the body', 'web', client.ClientSecretPost(SECRET)],
    ['a public application', 'spa', client.None()],
  ])('the code flow gives tokens and claims to %s', async (_, clientId, authentication) => {
    const config = await discover(clientId, authentication);
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid profile email groups offline_access',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    const back = await new Browser().open(url, { stopAt: (target) => target.origin === 'https://app.example' });
    expect(back.url.searchParams.get('iss')).toBe(hub.issuer);
    const tokens = await client.authorizationCodeGrant(config, back.url, {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
    });
    const claims = {
      sub: 'ada',
      email: 'ada@contoso.example',
      email_verified: true,
      preferred_username: 'ada@contoso.example',
      name: 'User ada',
      groups: ['staff'],
    };
    expect(tokens.claims()).toMatchObject({ ...claims, iss: hub.issuer, aud: clientId });
    expect(await client.fetchUserInfo(config, tokens.access_token, 'ada')).toEqual(claims);
    expect(tokens.refresh_token).toBeDefined();
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()).toMatchObject(claims);
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);
  });
});

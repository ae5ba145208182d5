import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import * as openid from 'openid-client';
import { answerTo, configureProduct, flagOf, oidcConfigurationOf, settingLines } from '../support/products.js';
import { World } from '../support/world.js';

const ADELE = { email: 'adele@contoso.com', email_verified: true, name: 'Adele Vance' };
const http = { execute: [openid.allowInsecureRequests] };

describe('products with the settings that the hub writes for them', () => {
  let world: World;
  let connectionId: string;
  beforeAll(async () => {
    world = await World.start({ withoutConnection: true });
    connectionId = await world.connect({ options: { ext_groups: true } });
  });
  afterAll(() => world?.close());

  const configure = (product: string, client: Readonly<Record<string, unknown>>) =>
    configureProduct(world, connectionId, product, client);

  // covers CODER-03, CODER-06
  it('products with the settings that the hub writes for them sign in as Coder: Basic, no PKCE, no nonce, claims of ID token and userinfo, and a refresh', async () => {
    const coder = await configure('coder', { callbacks: ['http://localhost:9/api/v2/users/oidc/callback'] });
    const settings = settingLines(coder.settings);
    const hub = await openid.discovery(
      new URL(settings.CODER_OIDC_ISSUER_URL ?? ''),
      settings.CODER_OIDC_CLIENT_ID ?? '',
      undefined,
      openid.ClientSecretBasic(coder.clientSecret),
      http,
    );
    expect(hub.serverMetadata().issuer).toBe(settings.CODER_OIDC_ISSUER_URL);
    const request = openid.buildAuthorizationUrl(hub, {
      redirect_uri: coder.callback,
      scope: (settings.CODER_OIDC_SCOPES ?? '').replaceAll(',', ' '),
      state: 'coder-state',
      access_type: 'offline',
    });
    const tokens = await openid.authorizationCodeGrant(hub, await answerTo(request), { expectedState: 'coder-state' });
    const claims = tokens.claims();
    expect(claims).toMatchObject({
      ...ADELE,
      aud: coder.clientId,
      groups: [expect.any(String), expect.any(String)],
    });
    const userInfo = await openid.fetchUserInfo(hub, tokens.access_token, claims?.sub ?? '');
    expect(userInfo).toMatchObject({ ...ADELE, preferred_username: expect.stringContaining('adele') });
    const renewed = await openid.refreshTokenGrant(hub, tokens.refresh_token ?? '');
    expect(renewed.claims()?.sub).toBe(claims?.sub);
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  });

  // covers OPENMETADATA-02, OPENMETADATA-05, OPENMETADATA-09, OPENMETADATA-11
  it('products with the settings that the hub writes for them sign in as OpenMetadata: secret in the body, PKCE, nonce, everything in the ID token, and a refresh', async () => {
    const openMetadata = await configure('openmetadata', { callbacks: ['http://localhost:9/callback'] });
    const settings = oidcConfigurationOf(openMetadata.settings);
    const hub = await openid.discovery(
      new URL(settings.discoveryUri ?? ''),
      settings.id ?? '',
      undefined,
      openid.ClientSecretPost(openMetadata.clientSecret),
      http,
    );
    expect(hub.serverMetadata().token_endpoint_auth_methods_supported).toContain(settings.clientAuthenticationMethod);
    expect(hub.serverMetadata().scopes_supported).toEqual(expect.arrayContaining(settings.scope?.split(' ') ?? []));
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const request = openid.buildAuthorizationUrl(hub, {
      redirect_uri: settings.callbackUrl ?? '',
      scope: settings.scope ?? '',
      state: 'om',
      nonce: 'om-nonce',
      response_mode: 'query',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const checks = { expectedState: 'om', expectedNonce: 'om-nonce', pkceCodeVerifier };
    const tokens = await openid.authorizationCodeGrant(hub, await answerTo(request), checks);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ ...ADELE, preferred_username: expect.stringContaining('adele') });
    // The ID token is OpenMetadata's session: a working day.
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(10 * 3600);
    expect((await openid.refreshTokenGrant(hub, tokens.refresh_token ?? '')).id_token).toBeDefined();
  });

  // covers PROXMOX-04, PROXMOX-09, PROXMOX-10
  it('products with the settings that the hub writes for them sign in as Proxmox VE: a bare origin as callback, JSON as state, PKCE and nonce, the subject as a user name', async () => {
    const proxmox = await configure('proxmox-ve', { callbacks: ['http://localhost:9'] });
    const issuer = new URL(flagOf(proxmox.settings, '--issuer-url'));
    const options = { [oauth.allowInsecureRequests]: true } as const;
    const hub = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
    const client = { client_id: flagOf(proxmox.settings, '--client-id') };
    const verifier = oauth.generateRandomCodeVerifier();
    const state = JSON.stringify({ csrf_token: 'a"b', realm: 'portico' });
    const request = new URL(hub.authorization_endpoint ?? '');
    request.search = new URLSearchParams({
      client_id: client.client_id,
      response_type: 'code',
      redirect_uri: proxmox.callback,
      scope: `openid ${flagOf(proxmox.settings, '--scopes')}`,
      state,
      nonce: 'pve-nonce',
      display: 'page',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const parameters = oauth.validateAuthResponse(hub, client, await answerTo(request), state);
    // The one library here that sends the callback without the slash that URL objects add.
    expect(proxmox.callback).toBe('http://localhost:9');
    const secret = oauth.ClientSecretBasic(proxmox.clientSecret);
    const redeemed = await oauth.authorizationCodeGrantRequest(
      hub,
      client,
      secret,
      parameters,
      proxmox.callback,
      verifier,
      options,
    );
    const tokens = await oauth.processAuthorizationCodeResponse(hub, client, redeemed, { expectedNonce: 'pve-nonce' });
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    expect(`${claims?.sub}@portico`).toMatch(/^[^\s:/]{3,64}$/);
    expect(claims).toMatchObject({ ...ADELE, aud: proxmox.clientId });
  });

  it('products with the settings that the hub writes for them sign in as Grafana: the addresses as configured, without discovery', async () => {
    const grafana = await configure('grafana', { callbacks: ['http://localhost:9/login/generic_oauth'] });
    const settings = settingLines(grafana.settings);
    const hub = new openid.Configuration(
      {
        issuer: world.issuer,
        authorization_endpoint: settings.auth_url ?? '',
        token_endpoint: settings.token_url ?? '',
        userinfo_endpoint: settings.api_url ?? '',
        authorization_response_iss_parameter_supported: true,
      },
      settings.client_id ?? '',
      undefined,
      openid.ClientSecretBasic(grafana.clientSecret),
    );
    openid.allowInsecureRequests(hub);
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const request = openid.buildAuthorizationUrl(hub, {
      redirect_uri: grafana.callback,
      scope: settings.scopes ?? '',
      state: 'grafana',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const tokens = await openid.authorizationCodeGrant(hub, await answerTo(request), {
      expectedState: 'grafana',
      pkceCodeVerifier,
    });
    const userInfo = await openid.fetchUserInfo(hub, tokens.access_token, openid.skipSubjectCheck);
    expect(userInfo).toMatchObject({ ...ADELE, groups: expect.any(Array) });
  });

  it('products with the settings that the hub writes for them sign in and refresh as a browser application with oidc-client-ts, which keeps no secret', async () => {
    const callbacks = ['http://localhost:9/callback'];
    const created = await world.api.expect<{ client_id: string }>(201, 'POST', 'clients', {
      name: 'SPA',
      app_type: 'spa',
      callbacks,
    });
    await world.api.expect(204, 'PATCH', `connections/${connectionId}/clients`, [
      { client_id: created.client_id, status: true },
    ]);
    const application = new OidcClient({
      authority: world.issuer,
      client_id: created.client_id,
      redirect_uri: callbacks[0] ?? '',
      scope: 'openid profile email offline_access',
      stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      loadUserInfo: true,
    });
    const request = await application.createSigninRequest({ nonce: 'spa-nonce' });
    const response = await application.processSigninResponse((await answerTo(request.url)).href);
    expect(response.profile).toMatchObject(ADELE);
    const renewed = await application.useRefreshToken({
      state: {
        refresh_token: response.refresh_token ?? '',
        ...(response.id_token !== undefined && { id_token: response.id_token }),
        session_state: null,
        profile: response.profile,
        data: undefined,
      },
    });
    expect(renewed.access_token).not.toBe(response.access_token);
  });
});

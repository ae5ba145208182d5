import { REDIRECT_URI } from '../driver/application.js';
import type { UpstreamAddress } from '../processes/upstream.js';

/** A caller of Keycloak's administration. */
export class KeycloakAdmin {
  private constructor(
    private readonly realms: string,
    private readonly token: string,
  ) {}

  static async signIn(base: string): Promise<KeycloakAdmin> {
    const answer = await fetch(`${base}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'admin-cli',
        username: 'admin',
        password: 'admin',
      }),
    });
    const { access_token: token } = (await answer.json()) as { readonly access_token: string };
    return new KeycloakAdmin(`${base}/admin/realms`, token);
  }

  async call<T>(method: 'GET' | 'POST' | 'PUT', path: string, content?: object): Promise<T> {
    const answer = await fetch(`${this.realms}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(content !== undefined && { body: JSON.stringify(content) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

interface Execution {
  readonly providerId?: string;
}

/** A realm that asks nobody anything: who comes from the upstream is let in, and becomes a user of it. */
export async function setUpRealm(
  admin: KeycloakAdmin,
  upstream: UpstreamAddress,
): Promise<{ readonly clientId: string; readonly clientSecret: string }> {
  await admin.call('POST', '', { realm: 'benchmark', enabled: true, sslRequired: 'none', accessTokenLifespan: 3600 });
  const flow = 'first broker login';
  const executions = `/benchmark/authentication/flows/${encodeURIComponent(flow)}/executions`;
  for (const one of await admin.call<readonly Execution[]>('GET', executions))
    if (one.providerId === 'idp-review-profile')
      await admin.call('PUT', executions, { ...one, requirement: 'DISABLED' });
  await admin.call('POST', '/benchmark/identity-provider/instances', {
    alias: 'contoso',
    providerId: 'oidc',
    enabled: true,
    trustEmail: true,
    storeToken: false,
    firstBrokerLoginFlowAlias: flow,
    config: {
      issuer: upstream.url,
      authorizationUrl: `${upstream.url}/authorize`,
      tokenUrl: `${upstream.url}/token`,
      jwksUrl: `${upstream.url}/jwks`,
      useJwksUrl: 'true',
      validateSignature: 'true',
      disableUserInfo: 'true',
      clientId: upstream.clientId,
      clientSecret: upstream.clientSecret,
      clientAuthMethod: 'client_secret_post',
      pkceEnabled: 'true',
      pkceMethod: 'S256',
      defaultScope: 'openid profile email',
      syncMode: 'IMPORT',
    },
  });
  const client = { clientId: 'app', clientSecret: 'app-secret' };
  await admin.call('POST', '/benchmark/clients', {
    clientId: client.clientId,
    secret: client.clientSecret,
    enabled: true,
    protocol: 'openid-connect',
    publicClient: false,
    clientAuthenticatorType: 'client-secret',
    standardFlowEnabled: true,
    directAccessGrantsEnabled: false,
    redirectUris: [REDIRECT_URI],
    attributes: { 'use.refresh.tokens': 'false', 'pkce.code.challenge.method': 'S256' },
  });
  return client;
}

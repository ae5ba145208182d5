import type { Hub } from '../processes/hub.js';
import type { UpstreamAddress } from '../processes/upstream.js';
import { type Application, REDIRECT_URI } from './application.js';
import { ManagementApi } from './management-api.js';

/** The connector that people sign in through: Azure AD's, or that of plain OpenID Connect, which peers have too. */
export type Strategy = 'waad' | 'oidc';

/** What an operator sets up before anybody can sign in: an application, and a connection with a button for it. */
export async function setUp(hub: Hub, upstream: UpstreamAddress, strategy: Strategy = 'waad'): Promise<Application> {
  const api = await ManagementApi.signIn(hub.issuer, await hub.managementClient());
  const application = await createApplication(hub.issuer, api);
  const client = { client_id: upstream.clientId, client_secret: upstream.clientSecret };
  await api.call('POST', 'connections', {
    name: 'contoso',
    strategy,
    display_name: 'Contoso',
    show_as_button: true,
    enabled_clients: [application.clientId],
    options:
      strategy === 'oidc'
        ? { ...client, issuer: upstream.url }
        : { ...client, tenant_domain: upstream.tenantId, cloud_instance: upstream.url, domain: 'contoso.com' },
  });
  return { ...application, named: { connection: 'contoso' } };
}

/** One that may use no connection yet. */
export async function createApplication(issuer: string, api: ManagementApi): Promise<Application> {
  const client = await api.call<{ readonly client_id: string; readonly client_secret: string }>('POST', 'clients', {
    name: 'Benchmark',
    app_type: 'regular_web',
    callbacks: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
  });
  return {
    issuer,
    endpoints: {
      authorization: `${issuer}/authorize`,
      token: `${issuer}/oauth/token`,
      userinfo: `${issuer}/userinfo`,
    },
    clientId: client.client_id,
    clientSecret: client.client_secret,
    redirectUri: REDIRECT_URI,
    named: {},
  };
}

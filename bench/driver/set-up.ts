import type { Hub } from '../processes/hub.js';
import type { UpstreamAddress } from '../processes/upstream.js';
import { ManagementApi } from './management-api.js';
import type { Application } from './sign-in.js';

/** What an operator sets up before anybody can sign in: an application, and a connection with a button for it. */
export async function setUp(hub: Hub, upstream: UpstreamAddress): Promise<Application> {
  const api = await ManagementApi.signIn(hub.issuer, await hub.managementClient());
  const application = await createApplication(hub.issuer, api);
  await api.call('POST', 'connections', {
    name: 'contoso',
    strategy: 'waad',
    display_name: 'Contoso',
    show_as_button: true,
    enabled_clients: [application.clientId],
    options: {
      tenant_domain: upstream.tenantId,
      cloud_instance: upstream.url,
      client_id: upstream.clientId,
      client_secret: upstream.clientSecret,
      domain: 'contoso.com',
    },
  });
  return application;
}

export async function createApplication(issuer: string, api: ManagementApi): Promise<Application> {
  // Nobody listens there: the driver takes the code from the redirect, as it is the application too.
  const redirectUri = 'http://localhost:9/callback';
  const client = await api.call<{ readonly client_id: string; readonly client_secret: string }>('POST', 'clients', {
    name: 'Benchmark',
    app_type: 'regular_web',
    callbacks: [redirectUri],
  });
  return { issuer, clientId: client.client_id, clientSecret: client.client_secret, redirectUri };
}

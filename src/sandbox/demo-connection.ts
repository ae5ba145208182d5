/** The body an operator would POST to the hub's management API to connect it to Contoso, the sandbox's first tenant. */
import type { Sandbox } from './server/start-sandbox.js';

export interface DemoConnection {
  readonly body: Readonly<Record<string, unknown>>;
  /** The address of somebody in the tenant. */
  readonly address: string;
}

/** @throws Error when the seed has no tenant, no application of it alone, or nobody with an address in it. */
export function demoConnection(sandbox: Sandbox): DemoConnection {
  const [tenant] = sandbox.seed.tenants;
  const application = sandbox.seed.applications.find((one) => one.signInAudience === 'AzureADMyOrg');
  const secret = application?.secrets?.[0];
  const person = tenant?.users?.find((user) => user.mail !== undefined);
  const domains = tenant?.domains.filter((domain) => !domain.endsWith('.onmicrosoft.com')) ?? [];
  if (tenant === undefined || application === undefined || secret === undefined || person?.mail === undefined)
    throw new Error('The demo needs a seed with a tenant, an application of that tenant with a secret, and a person.');
  return {
    address: person.mail,
    body: {
      name: 'contoso',
      strategy: 'waad',
      display_name: tenant.displayName,
      show_as_button: true,
      options: {
        tenant_domain: tenant.id,
        cloud_instance: sandbox.url,
        client_id: application.clientId,
        client_secret: secret.value,
        domain: domains[0],
        domain_aliases: domains.slice(1),
      },
    },
  };
}

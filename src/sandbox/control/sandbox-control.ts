/** Steers a running sandbox from the same process; the control endpoint offers the same over HTTP. */

import type { Platform, SeedApplication, SeedSecret, SeedUser } from '../seed/seed.js';
import type { Failure, Switches, TokenLie, Trouble } from '../world/faults.js';
import type { KeyOwner } from '../world/key-ring.js';
import type { LoggedRequest } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';

/** Settings of an app registration that may be changed while the sandbox runs. */
export type ApplicationChange = Partial<Omit<SeedApplication, 'clientId' | 'redirectUris' | 'secrets'>>;

export class UnknownInSandbox extends Error {
  override readonly name = 'UnknownInSandbox';
}

export class SandboxControl {
  constructor(private readonly state: SandboxState) {}

  /** Makes sign-ins or token requests fail with a code. Once unless `times` says otherwise. */
  fail(failure: Failure): void {
    this.state.faults.failures.add({ times: 1, ...failure });
  }

  /** Like `fail`, until `clearFaults`. */
  failAlways(failure: Omit<Failure, 'times'>): void {
    this.state.faults.failures.add({ ...failure, times: Number.POSITIVE_INFINITY });
  }

  /** Puts something wrong into the next ID token, or into `times` of them. */
  lie(lie: TokenLie): void {
    this.state.faults.lies.add({ times: 1, ...lie });
  }

  /** Makes an endpoint misbehave until `clearFaults`, or `times` times. */
  trouble(trouble: Trouble): void {
    this.state.faults.troubles.add(trouble);
  }

  clearFaults(): void {
    this.state.faults.clear();
  }

  /** The new key signs from now on. `retire` removes the owner's earlier keys from the key document. */
  async rollKeys(options: { readonly owner?: KeyOwner; readonly retire?: boolean } = {}): Promise<{ kid: string }> {
    const { owner = 'organizations', retire = false } = options;
    const { kid } = await this.state.keys.roll(owner, this.state.clock.now(), retire);
    return { kid };
  }

  requests(filter: { readonly method?: string; readonly path?: string } = {}): readonly LoggedRequest[] {
    return this.state.requests.list(filter);
  }

  clearRequests(): void {
    this.state.requests.clear();
  }

  addRedirectUri(clientId: string, uri: string, platform: Platform = 'Web'): void {
    this.state.directory.addRedirectUri(this.application(clientId), uri, platform);
  }

  addSecret(clientId: string, secret: SeedSecret): void {
    const application = this.application(clientId);
    application.secrets = [...(application.secrets ?? []), secret];
  }

  addApplication(application: SeedApplication): void {
    this.state.directory.addApplication(application);
  }

  changeApplication(clientId: string, change: ApplicationChange): void {
    Object.assign(this.application(clientId), change);
  }

  /** Adds a user to a tenant, or replaces the one with the same id. */
  putUser(tenantIdOrDomain: string, user: SeedUser): void {
    const { directory } = this.state;
    const tenant = directory.tenant(tenantIdOrDomain);
    if (tenant === undefined) throw new UnknownInSandbox(`No tenant has the id or domain "${tenantIdOrDomain}".`);
    directory.removeUser(tenant, user.id);
    directory.addUser(tenant, user);
  }

  removeUser(tenantIdOrDomain: string, userId: string): void {
    const tenant = this.state.directory.tenant(tenantIdOrDomain);
    if (tenant !== undefined) this.state.directory.removeUser(tenant, userId);
  }

  set(switches: Partial<Switches>): void {
    this.state.switches = { ...this.state.switches, ...switches };
  }

  /** Ends every session, as an administrator's "revoke sessions" does; refresh tokens go with them. */
  endSessions(): void {
    this.state.grants.clear();
  }

  /** Back to the seed: no faults, no sessions, no requests. Keys stay. */
  reset(): void {
    this.state.reset();
  }

  /** What exists, without secrets. */
  overview(): Record<string, unknown> {
    const { directory, keys, switches, base, faults } = this.state;
    return {
      url: base,
      tenants: directory.tenants.map(({ id, displayName, domains }) => ({ id, displayName, domains })),
      users: directory.users.map(({ id, userPrincipalName, tenant }) => ({ id, userPrincipalName, tenant: tenant.id })),
      applications: directory.applications.map(({ clientId, displayName, signInAudience, redirectUris }) => ({
        clientId,
        displayName,
        signInAudience,
        redirectUris,
      })),
      keys: keys.published.map(({ kid, owner }) => ({ kid, owner })),
      switches,
      faults: { failures: faults.failures.list(), lies: faults.lies.list(), troubles: faults.troubles.list() },
    };
  }

  private application(clientId: string): SeedApplication {
    const application = this.state.directory.application(clientId);
    if (application === undefined) throw new UnknownInSandbox(`No app registration has the client id "${clientId}".`);
    return application;
  }
}

/**
 * What exists in the running sandbox: tenants, users and app registrations, looked up as Entra looks them up.
 * Made from a seed; the control endpoint adds to it and a reset makes it anew.
 */
import {
  CONSUMERS_TENANT_ID,
  type Platform,
  type Seed,
  type SeedApplication,
  type SeedTenant,
  type SeedUser,
} from '../seed/seed.js';

export interface Tenant extends SeedTenant {
  readonly isConsumers: boolean;
}

/** A user as an object of one tenant; a guest is another object in another tenant. */
export interface User extends SeedUser {
  readonly tenant: Tenant;
  readonly isGuest: boolean;
}

/** The first path segment of a request: one tenant, or one of the names that stand for many. */
export type Segment =
  | { readonly kind: 'tenant' | 'consumers'; readonly name: string; readonly tenant: Tenant }
  | { readonly kind: 'common' | 'organizations'; readonly name: string };

/** Delegated scopes that users consented to: `{clientId} {tenantId} {userId}` → scopes. */
type UserConsents = Map<string, Set<string>>;

export class Directory {
  readonly tenants: readonly Tenant[];
  users: readonly User[] = [];
  applications: readonly SeedApplication[] = [];
  private readonly userConsents: UserConsents = new Map();

  constructor(seed: Seed) {
    const copy = structuredClone({ tenants: seed.tenants, applications: seed.applications });
    this.tenants = copy.tenants.map((tenant) => ({
      ...tenant,
      id: tenant.id.toLowerCase(),
      isConsumers: tenant.id.toLowerCase() === CONSUMERS_TENANT_ID,
    }));
    for (const tenant of this.tenants) for (const user of tenant.users ?? []) this.addUser(tenant, user);
    for (const application of copy.applications) this.addApplication(application);
  }

  /** `common`, `organizations`, `consumers`, a tenant's id or one of its verified domains, in any case. */
  segment(name: string): Segment | undefined {
    const wanted = name.toLowerCase();
    if (wanted === 'common' || wanted === 'organizations') return { kind: wanted, name: wanted };
    const tenant = this.tenant(wanted === 'consumers' ? CONSUMERS_TENANT_ID : wanted);
    if (tenant === undefined) return undefined;
    return tenant.isConsumers
      ? { kind: 'consumers', name: 'consumers', tenant }
      : { kind: 'tenant', name: tenant.id, tenant };
  }

  tenant(idOrDomain: string): Tenant | undefined {
    const wanted = idOrDomain.toLowerCase();
    return this.tenants.find((one) => one.id === wanted || one.domains.some((domain) => domain === wanted));
  }

  application(clientId: string): SeedApplication | undefined {
    return this.applications.find((one) => one.clientId.toLowerCase() === clientId.toLowerCase());
  }

  homeTenant(application: SeedApplication): Tenant | undefined {
    return this.tenant(application.homeTenant);
  }

  /** The account that an address signs in to at its own home, guests aside. */
  account(address: string): User | undefined {
    const wanted = address.trim().toLowerCase();
    const home = this.users.filter((user) => !user.isGuest);
    return (
      home.find((user) => user.userPrincipalName.toLowerCase() === wanted) ??
      // Sign-in by mail address holds inside the tenant that owns the domain, never for somebody else's.
      home.find(
        (user) => user.mail?.toLowerCase() === wanted && user.tenant.domains.includes(wanted.split('@')[1] ?? ''),
      )
    );
  }

  /** The user object in `tenant` for whoever signs in with this address: a member, or a guest by home account. */
  userIn(tenant: Tenant, address: string): User | undefined {
    const wanted = address.trim().toLowerCase();
    const own = this.users.filter((user) => user.tenant.id === tenant.id);
    const account = this.account(address);
    return (
      own.find((user) => user.userPrincipalName.toLowerCase() === wanted) ??
      own.find((user) => user.isGuest && user.homeAccount?.toLowerCase() === wanted) ??
      (account?.tenant.id === tenant.id ? account : undefined) ??
      own.find((user) => user.isGuest && user.homeAccount?.toLowerCase() === account?.userPrincipalName.toLowerCase())
    );
  }

  /** The tenant a user comes from; undefined for guests of an outside identity provider. */
  homeTenantOf(user: User): Tenant | undefined {
    if (!user.isGuest) return user.tenant;
    return user.identityProvider === undefined ? this.account(user.homeAccount ?? '')?.tenant : undefined;
  }

  userById(tenantId: string, id: string): User | undefined {
    return this.users.find((user) => user.tenant.id === tenantId && user.id === id);
  }

  addUser(tenant: Tenant, user: SeedUser): void {
    this.users = [...this.users, { ...user, tenant, isGuest: user.homeAccount !== undefined }];
  }

  removeUser(tenant: Tenant, id: string): void {
    this.users = this.users.filter((user) => user.tenant.id !== tenant.id || user.id !== id);
  }

  addApplication(application: SeedApplication): void {
    const others = this.applications.filter((one) => one.clientId !== application.clientId);
    this.applications = [...others, application];
  }

  addRedirectUri(application: SeedApplication, uri: string, platform: Platform): void {
    const others = application.redirectUris.filter((one) => one.uri !== uri);
    application.redirectUris = [...others, { uri, platform }];
  }

  consent(application: SeedApplication, user: User, scopes: Iterable<string>): void {
    const key = consentKey(application, user);
    this.userConsents.set(key, new Set([...(this.userConsents.get(key) ?? []), ...scopes]));
  }

  adminConsent(application: SeedApplication, tenant: Tenant, scopes: Iterable<string>): void {
    const granted = [...this.adminConsented(application, tenant), ...scopes];
    const others = (application.adminConsents ?? []).filter((one) => this.tenant(one.tenant)?.id !== tenant.id);
    application.adminConsents = [...others, { tenant: tenant.id, scopes: [...new Set(granted)] }];
  }

  adminConsented(application: SeedApplication, tenant: Tenant): readonly string[] {
    return (application.adminConsents ?? [])
      .filter((one) => this.tenant(one.tenant)?.id === tenant.id)
      .flatMap((one) => one.scopes);
  }

  /** Grants the application itself what its registration lists. */
  grantRequired(application: SeedApplication, tenant: Tenant): void {
    const granted = this.applicationPermissions(application, tenant.id);
    const required = application.requiredApplicationPermissions ?? [];
    const others = (application.applicationPermissions ?? []).filter(
      (one) => this.tenant(one.tenant)?.id !== tenant.id,
    );
    application.applicationPermissions = [
      ...others,
      { tenant: tenant.id, scopes: [...new Set([...granted, ...required])] },
    ];
  }

  /** Whether the application has a service principal in the tenant: at home always, elsewhere since somebody consented. */
  isKnownIn(application: SeedApplication, tenant: Tenant): boolean {
    const ofTenant = `${application.clientId} ${tenant.id} `;
    return (
      this.homeTenant(application)?.id === tenant.id ||
      this.adminConsented(application, tenant).length > 0 ||
      [...this.userConsents.keys()].some((key) => key.startsWith(ofTenant))
    );
  }

  /** What administrators of a tenant granted to the application itself, for when nobody is signed in. */
  applicationPermissions(application: SeedApplication, tenantId: string): readonly string[] {
    return (application.applicationPermissions ?? [])
      .filter((one) => this.tenant(one.tenant)?.id === tenantId)
      .flatMap((one) => one.scopes);
  }

  /** Scopes that this user may give the application without being asked again. */
  consented(application: SeedApplication, user: User): ReadonlySet<string> {
    return new Set([
      ...this.adminConsented(application, user.tenant),
      ...(this.userConsents.get(consentKey(application, user)) ?? []),
    ]);
  }
}

function consentKey(application: SeedApplication, user: User): string {
  return `${application.clientId} ${user.tenant.id} ${user.id}`;
}

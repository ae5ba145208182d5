import type { JsonObject } from '../../connectors/index.js';

/** When a sign-in writes the user's root attributes. With `never_on_login` it creates no user either. */
export const PROFILE_SYNC = ['on_each_login', 'on_first_login', 'never_on_login'] as const;
export type ProfileSync = (typeof PROFILE_SYNC)[number];

/**
 * One configured, stored instance of a connector ("Contoso's Azure AD"). Holds what every provider shares; what is
 * the provider's own is in `options`, which only its connector reads.
 */
export interface Connection {
  readonly id: string;
  /** Unique and immutable; part of the callback URL. */
  readonly name: string;
  /** The connector's strategy, never an alias. */
  readonly strategy: string;
  readonly displayName?: string;
  readonly iconUrl?: string;
  /** Primary e-mail domain, canonical A-label form. */
  readonly domain?: string;
  readonly domainAliases: readonly string[];
  readonly profileSync: ProfileSync;
  /** Absent: a button is shown when the connection has no domains. */
  readonly showAsButton?: boolean;
  readonly isEnabled: boolean;
  /** `own`: answers come to `/login/callback/{name}`; `shared`: to `/login/callback`. */
  readonly callbackKind: 'own' | 'shared';
  /** Refuse identities whose e-mail is not of the connection's domains. */
  readonly restrictEmailDomains: boolean;
  readonly secretExpiresAt?: Date;
  /** When the secrets that come next expire. Never without {@link nextSecrets}. */
  readonly nextSecretExpiresAt?: Date;
  /** When the hub last switched to the next secrets. */
  readonly secretRotatedAt?: Date;
  readonly metadata: Readonly<Record<string, string>>;
  /** The connector's options, validated, without its secrets. */
  readonly options: JsonObject;
  /** Version of the connector's options that these, secrets included, are of. Absent: 1. */
  readonly optionsVersion?: number;
  /** The connector's secret options, in the clear in memory only. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Secrets that take the place of those of the same name as soon as the upstream accepts them. Absent: none. */
  readonly nextSecrets?: Readonly<Record<string, string>>;
  /** Signs the links for administrators of the upstream's directory. Another one, and those sent out are void. Absent: there is no link. */
  readonly consentKey?: string;
  /** Counts changes of endpoints and credentials. A login begun with another revision is refused at its callback. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a connection may be called: letters, digits and single inner dashes, at most {@link MAX_NAME} of them. */
export const CONNECTION_NAME = /^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$/;
/** Characters of a name, of a display name, and of a strategy. */
export const MAX_NAME = 128;

/** Whether anything can be called so: what cannot needs no look-up. */
export function isConnectionName(text: string): boolean {
  return text.length <= MAX_NAME && CONNECTION_NAME.test(text);
}

/** All e-mail domains of a connection, the primary one first. */
export function domainsOf({ domain, domainAliases }: Pick<Connection, 'domain' | 'domainAliases'>): readonly string[] {
  return [...new Set(domain === undefined ? domainAliases : [domain, ...domainAliases])];
}

/** Whether the login page offers a button for the connection. */
export function hasButton(connection: Pick<Connection, 'showAsButton' | 'domain' | 'domainAliases'>): boolean {
  return connection.showAsButton ?? domainsOf(connection).length === 0;
}

/**
 * Where the upstream answers to: a URL of the connection's own, known from its name before it is created, or the one
 * that all `shared` connections have in common.
 */
export function callbackUrlOf(issuer: string, connection: Pick<Connection, 'name' | 'callbackKind'>): string {
  const shared = `${issuer}/login/callback`;
  return connection.callbackKind === 'shared' ? shared : `${shared}/${connection.name}`;
}

/** The time of a change: strictly later than the one before, so that two within a millisecond are not taken for one. */
export function changedAt({ updatedAt }: Pick<Connection, 'updatedAt'>, now: Date): Date {
  return new Date(Math.max(now.getTime(), updatedAt.getTime() + 1));
}

export const DAY = 86_400_000;

/** Whole days until the secret expires, negative once it has; undefined when nobody said when that is. */
export function daysToExpiry({ secretExpiresAt }: Pick<Connection, 'secretExpiresAt'>, now: Date): number | undefined {
  return secretExpiresAt === undefined ? undefined : Math.floor((secretExpiresAt.getTime() - now.getTime()) / DAY);
}

/** What a person sees of a connection. */
export function nameShown({ displayName, name }: Connection): string {
  return displayName ?? name;
}

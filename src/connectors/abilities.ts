/** The optional abilities of connectors by name, so that they can be told of before there is a connection. */
import type { AbilityName, Connector, UpstreamIdentity } from './connector.js';

const DETECTED: Readonly<Record<AbilityName, (connector: Connector) => boolean>> = {
  admin_consent: canAskAdministrators,
  check: canCheckItself,
  directory_search: canSearchDirectory,
};

export const ABILITY_NAMES = Object.keys(DETECTED) as readonly AbilityName[];

/** The abilities that this very connector has: at most those that its definition declares. */
export function abilitiesOf(connector: Connector): readonly AbilityName[] {
  return ABILITY_NAMES.filter((name) => DETECTED[name](connector));
}

/** The optional ability to ask an administrator of the upstream's directory for consent, and what is asked and answered. */

/** What the hub asks for. */
export interface ConsentRequest {
  /** Unguessable value that the upstream must echo. */
  readonly state: string;
  /** Where the administrator comes back to: the URL that sign-ins come back to, so that no other one has to be registered. */
  readonly callbackUrl: string;
  readonly signal: AbortSignal;
}

/** What the administrator's browser brought back. The hub has already matched state, browser, expiry and single use. */
export interface ConsentAnswer {
  readonly parameters: URLSearchParams;
  readonly signal: AbortSignal;
}

/** What an answer says. Anybody can have written it: it is recorded as claimed, and changes nothing else. */
export interface ConsentClaim {
  /** The upstream's name of the directory, canonical. */
  readonly tenantId: string;
  /** Whether the connection's options let people of this tenant sign in. A consent never changes that. */
  readonly isAdmitted: boolean;
}

/** One connection's way of asking administrators. Keeps nothing between calls. */
export interface AdminConsent {
  /** Where the browser goes, by GET. @throws {ConnectorError} when there is nobody to ask, or the upstream cannot be reached. */
  begin(request: ConsentRequest): Promise<string>;
  /** @throws {ConnectorError} for a refusal, and for an answer that does not fit the connection. */
  read(answer: ConsentAnswer): Promise<ConsentClaim>;
  /**
   * Asks the upstream, as the application itself, whether the consent is there. True only where that proves all that
   * the connection needs; false where it does not, and for every failure. Never throws.
   */
  confirm(tenantId: string, signal: AbortSignal): Promise<boolean>;
  /** The tenant whose consent this sign-in proves: all that the connection needs there just worked. Pure. */
  shownBy(identity: UpstreamIdentity): string | undefined;
}

/** Optional ability: administrators of the upstream's directory can be asked to consent for everybody. */
export interface AsksAdministrators {
  /** Does no I/O. */
  adminConsent(): AdminConsent;
}

export function canAskAdministrators(connector: Connector): connector is Connector & AsksAdministrators {
  return 'adminConsent' in connector && typeof connector.adminConsent === 'function';
}

/** The optional ability to look up users of an upstream's directory, and what is asked and answered. */

/** A user of an upstream's directory, who may never have signed in. Nothing here is proof of anything. */
export interface DirectoryUser {
  /** The subject that a sign-in of this user has, where the connection recognises people by it. */
  readonly id: string;
  readonly userName?: string;
  readonly name?: string;
  readonly email?: string;
}

export interface DirectoryQuery {
  /** Beginning of a name or an address, as an administrator typed it. */
  readonly text: string;
  /** At most so many are wanted: 1 to 100. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** Optional ability: look up users of the upstream's directory while nobody is signing in. */
export interface DirectorySearch {
  /** @throws {ConnectorError} when the directory cannot be asked. */
  findUsers(query: DirectoryQuery): Promise<readonly DirectoryUser[]>;
}

export function canSearchDirectory(connector: Connector): connector is Connector & DirectorySearch {
  return 'findUsers' in connector && typeof connector.findUsers === 'function';
}

/** The optional ability to tell how old the kept upstream documents are. */

/** Optional ability: of when are the public upstream documents that this connector keeps? Never asks the upstream. */
export interface KeepsDocuments {
  /** By name, for example `discovery` and `keys`; without those that were not loaded yet. */
  documentsLoadedAt(): Readonly<Record<string, Date>>;
}

export function keepsDocuments(connector: Connector): connector is Connector & KeepsDocuments {
  return 'documentsLoadedAt' in connector && typeof connector.documentsLoadedAt === 'function';
}

/** The optional ability of a connection to check itself before anybody signs in. */

/** What the hub tells a check. */
export interface CheckRequest {
  /** Where the upstream's answers come to: what has to be registered there. */
  readonly callbackUrl: string;
  /** Aborts when the time is up: everything that a check waits for fits in 10 seconds. */
  readonly signal: AbortSignal;
}

/**
 * One step of a connection's check, and what to do about it. Sentences for the operator, without upstream text. No
 * member ever holds a secret. Whatever keeps an address from being reached reads the same: a check is no port scanner.
 */
export interface CheckStep {
  /** Stable name, for example `discovery`. */
  readonly step: string;
  /** `skipped`: cannot be told, because an earlier step failed or the upstream does not say. */
  readonly outcome: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly message: string;
  /** The option that it is about, by its name in the connector's options. */
  readonly field?: string;
  /** What the connection has. Left out for secrets. */
  readonly given?: string;
  /** What would be right, as far as it is known. */
  readonly expected?: string;
  readonly remedy?: string;
}

/** Optional ability: can the upstream be reached, and does it accept this connection? */
export interface SelfCheck {
  /** Asks the upstream anew, whatever is cached. Resolves also when every step failed, and when `signal` aborts. */
  check(request: CheckRequest): Promise<readonly CheckStep[]>;
}

export function canCheckItself(connector: Connector): connector is Connector & SelfCheck {
  return 'check' in connector && typeof connector.check === 'function';
}

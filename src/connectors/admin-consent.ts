/** The optional ability to ask an administrator of the upstream's directory for consent, and what is asked and answered. */
import type { Connector, UpstreamIdentity } from './connector.js';

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

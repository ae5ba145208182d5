/** The optional ability of a connection to check itself before anybody signs in. */
import type { Connector } from './connector.js';

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

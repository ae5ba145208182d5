/** The optional ability to look up users of an upstream's directory, and what is asked and answered. */
import type { Connector } from './connector.js';

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

import type { User } from '../../users/index.js';

/** A user, as an application asks about them. */
export interface StoredAccount {
  readonly user: User;
  /** Whether the connection that the user signed in through is enabled, and this application may use it. */
  readonly isUsable: boolean;
}

/**
 * Storage port of what every page, code, token and refresh asks anew. A file of its own, however short: the storage
 * implements it, and knows nothing of the library.
 */
export abstract class AccountStore {
  abstract find(userId: string, clientId: string): Promise<StoredAccount | undefined>;
  /** Begins to read the user whom a code or token is about, by its id: a unit of work reads nothing twice. */
  abstract foresee(model: string, id: string, clientId: string): Promise<void>;
}

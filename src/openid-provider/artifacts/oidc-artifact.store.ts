/** Something the OpenID Provider keeps: a session, interaction, grant, code or token. `id` is a credential. */
export interface OidcArtifact {
  /** The library's name of the kind: `Session`, `AuthorizationCode` … */
  readonly model: string;
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly grantId?: string;
  /** Second name of a session, which survives the change of its id at login. */
  readonly uid?: string;
  /** The `uid` of the session that it ends with. */
  readonly sessionUid?: string;
  readonly accountId?: string;
  readonly clientId?: string;
  readonly expiresAt?: Date;
}

/** A stored payload. `consumed` tells whether it was used already. */
export interface StoredArtifact {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly consumed: boolean;
}

/**
 * Storage port of sessions, grants, codes and tokens. Ids are credentials: an implementation keeps only their hashes,
 * and payloads sealed. What has expired is never given out, swept or not.
 */
export abstract class OidcArtifactStore {
  /** Stores or replaces. That it was consumed stays. */
  abstract save(artifact: OidcArtifact, now: Date): Promise<void>;
  abstract find(model: string, id: string, now: Date): Promise<StoredArtifact | undefined>;
  /** The newest one of this uid. */
  abstract findByUid(model: string, uid: string, now: Date): Promise<StoredArtifact | undefined>;
  /** Marks it used by one atomic statement. @returns true for exactly one caller, however many there are at once. */
  abstract consume(model: string, id: string, now: Date): Promise<boolean>;
  abstract remove(model: string, id: string): Promise<void>;
  abstract removeByUid(model: string, uid: string): Promise<void>;
  /** Removes what one kind has under a grant. */
  abstract removeOfGrant(model: string, grantId: string): Promise<void>;
  /** Removes a grant and everything issued under it, in one transaction. */
  abstract removeGrant(grantId: string): Promise<void>;
  /** Sessions, grants, codes and tokens of a user. */
  abstract removeOfAccount(accountId: string): Promise<void>;
  /** Grants, codes and tokens of an application. */
  abstract removeOfClient(clientId: string): Promise<void>;
  /** What belongs to the users whose identity is of this connection. */
  abstract removeOfConnection(connectionId: string, clientId?: string): Promise<void>;
}

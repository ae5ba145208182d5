/**
 * Port: somebody or something lost its access. Features that own users, connections and applications call it; the
 * OpenID Provider ends sessions, grants and tokens at once. Idempotent.
 */
export abstract class AccessEnded {
  abstract userEnded(userId: string): Promise<void>;
  /** Sessions and tokens of everybody who signed in through the connection. */
  abstract connectionEnded(connectionId: string): Promise<void>;
  /** One application may no longer use the connection: its tokens of whoever came that way. Sessions go on for others. */
  abstract connectionEndedFor(connectionId: string, clientId: string): Promise<void>;
  abstract applicationEnded(clientId: string): Promise<void>;
}

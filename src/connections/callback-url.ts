import type { Connection } from './connection.js';

/**
 * Where the upstream answers to: a URL of the connection's own, known from its name before it is created, or the one
 * that all `shared` connections have in common.
 */
export function callbackUrlOf(issuer: string, connection: Pick<Connection, 'name' | 'callbackKind'>): string {
  const shared = `${issuer}/login/callback`;
  return connection.callbackKind === 'shared' ? shared : `${shared}/${connection.name}`;
}

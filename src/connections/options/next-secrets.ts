/**
 * Secrets that come next. Whatever its connector, each secret of a connection has a successor on the wire, named after
 * it: `client_secret_next` for `client_secret`. The connector never sees two secrets: it is made with one or the other.
 * Pure.
 */
import type { Connection } from '../model/connection.js';

/** Name on the wire of the secret that comes after the one of this name. */
export function nextNameOf(secret: string): string {
  return `${secret}_next`;
}

/** The connection as it is after the switch: what a check of the next secrets looks at, and what a switch stores. */
export function withNextSecrets(connection: Connection): Connection {
  const { nextSecrets, nextSecretExpiresAt, secretExpiresAt, ...rest } = connection;
  if (nextSecrets === undefined) return connection;
  return {
    ...rest,
    secrets: { ...rest.secrets, ...nextSecrets },
    ...(nextSecretExpiresAt !== undefined && { secretExpiresAt: nextSecretExpiresAt }),
  };
}

/** Puts what was said of one of these secrets under the name of the one that comes next. */
export function underNextName<About extends { readonly field?: string; readonly message: string }>(
  about: About,
  secrets: readonly string[],
): About {
  const secret = secrets.find((name) => about.field === `options.${name}`);
  if (secret === undefined) return about;
  const field = `options.${nextNameOf(secret)}`;
  return { ...about, field, message: about.message.replace(`options.${secret}`, field) };
}

import { ForbiddenError } from '../common/errors.js';
import type { ManagementToken } from '../management/index.js';

/**
 * Nobody hands out more than they hold: neither by granting scopes, nor by having the secret shown of an application
 * that has more of them.
 * @throws {ForbiddenError} that names what is missing.
 */
export function assertHolds(token: ManagementToken, scopes: readonly string[], deed: string): void {
  const held: ReadonlySet<string> = token.scopes;
  const missing = scopes.filter((scope) => !held.has(scope));
  if (missing.length > 0) {
    throw new ForbiddenError(`To ${deed}, the token itself must have ${missing.join(', ')}.`);
  }
}

/**
 * `passport-azure-ad`, Microsoft's own library: an optional dependency, loaded when a connection first chooses it. The
 * types are what is used of it; it has none.
 */
import { createRequire } from 'node:module';
import { misconfigured } from '../../oidc/index.js';
import type { AnyStrategy } from '../../passport/index.js';

export const LIBRARY = 'passport-azure-ad';

/** `OIDCStrategy` with the methods that the driver replaces; every one is called with `this` as the acting strategy. */
export interface OidcStrategy extends AnyStrategy {
  setOptions: unknown;
  _getAccessTokenBySecretOrAssertion: unknown;
  readonly _options: Readonly<Record<string, unknown>>;
}

/** The verify callback's arity chooses what it is given: two claims and the callback. */
type Verify = (issuer: string, subject: string, done: (error: null, user: object) => void) => void;
export type OidcStrategyClass = new (options: object, verify: Verify) => OidcStrategy;

/** Whether it is there. Looks for the file, and loads nothing. */
export function isInstalled(name = LIBRARY): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** @throws {ConnectorError} `misconfigured` when it is gone since the connection was saved. */
export async function loadLibrary(name = LIBRARY): Promise<OidcStrategyClass> {
  try {
    const { default: library } = (await import(name)) as { default: { readonly OIDCStrategy: OidcStrategyClass } };
    return library.OIDCStrategy;
  } catch (cause) {
    throw misconfigured('authorize', `The package ${name} cannot be loaded: install it, or use driver "portico".`, {
      cause,
    });
  }
}

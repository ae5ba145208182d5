import type { ConnectorRuntime } from '../../connector.js';
import type { CheckRequest } from '../../self-check.js';
import type { OidcOptions } from '../oidc.options.js';

/** What every step of one check needs. */
export interface CheckContext {
  readonly options: OidcOptions;
  readonly runtime: ConnectorRuntime;
  readonly request: CheckRequest;
}

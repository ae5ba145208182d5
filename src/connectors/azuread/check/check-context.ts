import type { ConnectorRuntime } from '../../connector.js';
import type { CheckRequest } from '../../self-check.js';
import type { Address } from '../address.js';
import type { AzureAdOptions } from '../azuread.options.js';

/** What every step of one check needs. */
export interface CheckContext {
  readonly options: AzureAdOptions;
  readonly address: Address;
  readonly runtime: ConnectorRuntime;
  readonly request: CheckRequest;
}

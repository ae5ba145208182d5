/** `portico/passport`: makes a connector of any Passport strategy. */
export {
  type AnyStrategy,
  definePassportConnector,
  type HubStateStore,
  hubState,
  type IdentityInput,
  type PassportConnectorDefinition,
  type PassportSettings,
  type StrategyFailure,
  type StrategyInput,
} from './connectors/passport/index.js';

/** The package: the hub as a module, its service, and what a connector is written with. */
export { builtInConnector, PorticoModule, type PorticoOptions } from './app.module.js';
export { ConfigurationError, loadConfig, PorticoConfig, StartupError } from './config/index.js';
export {
  type AuthorizeRedirect,
  type AuthorizeRequest,
  type CallbackResponse,
  type CheckRequest,
  type CheckStep,
  type Connector,
  type ConnectorDefinition,
  ConnectorError,
  type ConnectorErrorCode,
  type ConnectorLogger,
  type ConnectorRuntime,
  defineConnector,
  type EmailEvidence,
  type ErrorExplanation,
  type JsonObject,
  type JsonValue,
  type KeepsDocuments,
  type SelfCheck,
  type SignInObserver,
  type UpstreamIdentity,
  type UserProfile,
} from './connectors/index.js';
export { ConnectorPackagesError, loadConnectors } from './connectors/packages/index.js';
export {
  ConnectionGuard,
  ConnectionStrategy,
  type ConnectionStrategyClass,
  type ConnectionStrategyOptions,
  describeSignInStoreContract,
  type SignedInPerson,
  type SignInStore,
  type SignInStoreHarness,
} from './guard/index.js';
export { type RunningHub, startHub } from './serve.js';

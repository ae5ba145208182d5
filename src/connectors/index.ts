/** The plug: the connector interface, its error and the registry of known connectors. Owns no protocol and no state. */
export type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  CheckStep,
  Connector,
  ConnectorDefinition,
  ConnectorLogger,
  ConnectorRuntime,
  EmailEvidence,
  ErrorExplanation,
  JsonObject,
  JsonValue,
  SelfCheck,
  UpstreamIdentity,
  UserProfile,
} from './connector.js';
export { defineConnector } from './connector.js';
export {
  ConnectorError,
  type ConnectorErrorActor,
  type ConnectorErrorCode,
  type ConnectorErrorDetail,
  type ConnectorStep,
  type UpstreamErrorDetail,
} from './connector-error.js';
export { ConnectorRegistry } from './connector-registry.js';

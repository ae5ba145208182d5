/**
 * The plug: the connector interface and its error, the registry of known connectors, and what is made of an options
 * class (validation, JSON Schema). Owns no protocol and no state; each connector lives in a folder of its own.
 */
export type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  CheckRequest,
  CheckStep,
  Connector,
  ConnectorDefinition,
  ConnectorLogger,
  ConnectorRuntime,
  EmailEvidence,
  ErrorExplanation,
  JsonObject,
  JsonValue,
  KeepsDocuments,
  SelfCheck,
  UpstreamIdentity,
  UserProfile,
} from './connector.js';
export { canCheckItself, defineConnector, keepsDocuments } from './connector.js';
export {
  ConnectorError,
  type ConnectorErrorActor,
  type ConnectorErrorCode,
  type ConnectorErrorDetail,
  type ConnectorStep,
  type UpstreamErrorDetail,
} from './connector-error.js';
export { ConnectorRegistry } from './connector-registry.js';
export { ConnectorsModule } from './connectors.module.js';
export {
  canSearchDirectory,
  type DirectoryQuery,
  type DirectorySearch,
  type DirectoryUser,
} from './directory-search.js';
export { optionsSchema } from './options-schema.js';
export { validateOptions } from './validate-options.js';

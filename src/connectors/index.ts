/**
 * The plug: the connector interface and its error, the registry of known connectors, and what is made of an options
 * class (validation, JSON Schema). Owns no protocol and no state; each connector lives in a folder of its own.
 */
export {
  type AdminConsent,
  type AsksAdministrators,
  abilitiesOf,
  type CheckRequest,
  type CheckStep,
  type ConsentAnswer,
  type ConsentClaim,
  type ConsentRequest,
  canAskAdministrators,
  canCheckItself,
  canSearchDirectory,
  type DirectoryQuery,
  type DirectorySearch,
  type DirectoryUser,
  type KeepsDocuments,
  keepsDocuments,
  type SelfCheck,
} from './abilities.js';
export { CONNECTION_OPTIONS } from './check-definition.js';
export type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  Connector,
  ConnectorDefinition,
  ConnectorLogger,
  ConnectorMessages,
  ConnectorRuntime,
  EmailEvidence,
  ErrorExplanation,
  JsonObject,
  JsonValue,
  SignInObserver,
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
export { loadedFrom } from './connector-mark.js';
export { ConnectorRegistry, ConnectorsModule } from './connector-registry.js';
export { optionsSchema, titleOf } from './options-schema.js';
export { validateOptions } from './validate-options.js';

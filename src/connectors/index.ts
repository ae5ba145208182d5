/**
 * The plug: the connector interface and its error, the registry of known connectors, and what is made of an options
 * class (validation, JSON Schema). Owns no protocol and no state; each connector lives in a folder of its own.
 */
export { abilitiesOf } from './abilities.js';
export {
  type AdminConsent,
  type AsksAdministrators,
  type ConsentAnswer,
  type ConsentClaim,
  type ConsentRequest,
  canAskAdministrators,
} from './admin-consent.js';
export { CONNECTION_OPTIONS } from './connection-options.js';
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
export { ConnectorRegistry } from './connector-registry.js';
export { loadedFrom } from './connector-source.js';
export { ConnectorsModule } from './connectors.module.js';
export {
  canSearchDirectory,
  type DirectoryQuery,
  type DirectorySearch,
  type DirectoryUser,
} from './directory-search.js';
export { type KeepsDocuments, keepsDocuments } from './kept-documents.js';
export { optionsSchema, titleOf } from './options-schema.js';
export { type CheckRequest, type CheckStep, canCheckItself, type SelfCheck } from './self-check.js';
export { validateOptions } from './validate-options.js';

/**
 * `portico/connector`: what a connector is written with, and nothing else of the hub. Its decorators are those of the
 * hub's own copies of class-validator and class-transformer.
 */
export type {
  AdminConsent,
  AsksAdministrators,
  CheckRequest,
  CheckStep,
  ConsentAnswer,
  ConsentClaim,
  ConsentRequest,
  DirectoryQuery,
  DirectorySearch,
  DirectoryUser,
  KeepsDocuments,
  SelfCheck,
} from './connectors/abilities.js';
export { emailAddressOf, localeOf, textOf, textsOf } from './connectors/claim-values.js';
export type {
  AbilityName,
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
} from './connectors/connector.js';
export { defineConnector } from './connectors/connector.js';
export {
  ConnectorError,
  type ConnectorErrorActor,
  type ConnectorErrorCode,
  type ConnectorErrorDetail,
  type ConnectorStep,
  type UpstreamErrorDetail,
} from './connectors/connector-error.js';
export { joinMessages, type Translations } from './connectors/messages.js';
export { Option, type OptionDetail, type RawInput, Satisfies } from './connectors/option.js';
export { optionsTable, withOptionsTable } from './connectors/options-schema.js';

/**
 * The generic OpenID Connect connector, and what it is made of: the building blocks in `protocol/` (discovery, keys, the
 * authorization URL, the answer at the callback, the code exchange, THE ID-token verifier), which other connectors
 * compose. The blocks own no options and no quirk of any one upstream; quirks of products are data, in `presets/`.
 * Nothing but public documents is kept between calls, and every request goes through the `fetch` that the runtime lends.
 */
export { openIdConnect } from './oidc.definition.js';
export { OidcModule, OPENID_CONNECT } from './oidc.module.js';
export { OidcOptions } from './oidc.options.js';
export {
  type AuthorizationResponse,
  authorizationFailure,
  type ReadAuthorizationResponseOptions,
  readAuthorizationResponse,
} from './protocol/authorization-response.js';
export {
  type BeginAuthorizationOptions,
  type BegunAuthorization,
  beginAuthorization,
  readChecks,
  standardParameters,
} from './protocol/authorization-url.js';
export { type ClientAssertionOptions, type ClientKey, clientAssertion } from './protocol/client-assertion.js';
export {
  type ClientTokenOptions,
  type RedeemCodeOptions,
  redeemCode,
  requestClientToken,
  TokenEndpointError,
  type TokenResponse,
  tokenEndpointFailure,
} from './protocol/code-exchange.js';
export {
  invalidResponse,
  misconfigured,
  oidcProtocolMessages,
  oidcProtocolTranslations,
  upstreamUnavailable,
} from './protocol/errors.js';
export { DOCUMENT_SIZE_LIMIT, parseStrictObject, readText, untilAborted } from './protocol/fetch-json.js';
export type { ExpectedIdToken } from './protocol/id-token-claims.js';
export { verifyIdToken } from './protocol/id-token-verifier.js';
export type { KeyFinder, KeyHeader, PublishedKey, VerificationKey } from './protocol/key-set.js';
export { KeySource } from './protocol/keys.js';
export { type MadeUpCodeOptions, refusalOfMadeUpCode } from './protocol/made-up-code.js';
export { MetadataSource, type MetadataSourceOptions, type ProviderMetadata } from './protocol/metadata.js';
export {
  resolveUpstreamParams,
  type UpstreamParameter,
  type UpstreamParameterRules,
  type UpstreamParameters,
  upstreamParamsProblem,
  upstreamParamsWarnings,
} from './protocol/upstream-params.js';
export { type FetchUserInfoOptions, fetchUserInfo } from './protocol/user-info.js';

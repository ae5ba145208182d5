/**
 * Building blocks for connectors that speak OpenID Connect: discovery, keys, the authorization URL, the answer at the
 * callback, the code exchange, and THE ID-token verifier. Owns no options and no quirk of any one upstream; keeps
 * nothing but public documents between calls. Every request goes through the `fetch` that the runtime lends.
 */
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
export {
  type ClientTokenOptions,
  type RedeemCodeOptions,
  redeemCode,
  requestClientToken,
  TokenEndpointError,
  type TokenResponse,
  tokenEndpointFailure,
} from './protocol/code-exchange.js';
export { invalidResponse, misconfigured, upstreamUnavailable } from './protocol/errors.js';
export type { ExpectedIdToken } from './protocol/expected-id-token.js';
export { DOCUMENT_SIZE_LIMIT, readText, untilAborted } from './protocol/fetch-json.js';
export { verifyIdToken } from './protocol/id-token-verifier.js';
export { KeySource } from './protocol/keys.js';
export { MetadataSource, type MetadataSourceOptions, type ProviderMetadata } from './protocol/metadata.js';
export { parseStrictObject } from './protocol/strict-json.js';
export {
  resolveUpstreamParams,
  type UpstreamParameter,
  type UpstreamParameterRules,
  type UpstreamParameters,
  upstreamParamsProblem,
  upstreamParamsWarnings,
} from './protocol/upstream-params.js';
export type { PublishedKey, VerificationKey } from './protocol/verification-key.js';

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
} from './authorization-response.js';
export {
  type BeginAuthorizationOptions,
  type BegunAuthorization,
  beginAuthorization,
  readChecks,
  standardParameters,
} from './authorization-url.js';
export {
  type ClientTokenOptions,
  type RedeemCodeOptions,
  redeemCode,
  requestClientToken,
  TokenEndpointError,
  type TokenResponse,
  tokenEndpointFailure,
} from './code-exchange.js';
export { invalidResponse, misconfigured, upstreamUnavailable } from './errors.js';
export type { ExpectedIdToken } from './expected-id-token.js';
export { DOCUMENT_SIZE_LIMIT, readText, untilAborted } from './fetch-json.js';
export { verifyIdToken } from './id-token-verifier.js';
export { KeySource } from './keys.js';
export { MetadataSource, type MetadataSourceOptions, type ProviderMetadata } from './metadata.js';
export { parseStrictObject } from './strict-json.js';
export type { PublishedKey, VerificationKey } from './verification-key.js';

/**
 * `portico/oidc`: the building blocks of connectors that speak OpenID Connect, with the ID-token verifier that all of
 * the hub's own rest on.
 */
export { authorizationFailure, readAuthorizationResponse } from './connectors/oidc/protocol/authorization-response.js';
export { beginAuthorization, readChecks, standardParameters } from './connectors/oidc/protocol/authorization-url.js';
export {
  redeemCode,
  TokenEndpointError,
  type TokenResponse,
  tokenEndpointFailure,
} from './connectors/oidc/protocol/code-exchange.js';
export {
  invalidResponse,
  misconfigured,
  oidcProtocolMessages,
  oidcProtocolTranslations,
  upstreamUnavailable,
} from './connectors/oidc/protocol/errors.js';
export { verifyIdToken } from './connectors/oidc/protocol/id-token-verifier.js';
export { KeySource } from './connectors/oidc/protocol/keys.js';
export { MetadataSource, type ProviderMetadata } from './connectors/oidc/protocol/metadata.js';

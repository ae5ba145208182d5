/**
 * The generic OpenID Connect connector, and what it is made of. `protocol/` has the building blocks (discovery, keys, the
 * authorization URL, the answer at the callback, the code exchange, THE ID-token verifier), `engine.ts` the order in which
 * a sign-in uses them, `engine-check.ts` that of a check; other connectors state what they do differently. The blocks own
 * no options and no quirk of any one upstream; quirks of products are data, in `options/presets.ts`. Nothing but public
 * documents is kept between calls, and every request goes through the `fetch` that the runtime lends.
 */
export { authenticationIn, isGroupList, MAX_GROUPS } from './claims.js';
export {
  type FirstTurn,
  OpenIdEngine,
  type Redeemed,
  type SecondTurn,
  type VerifiedSignIn,
  type Wish,
} from './engine.js';
export {
  type CheckedMetadata,
  checkOpenIdProvider,
  keysStep,
  publishedMetadata,
  refusalOfMadeUpCode,
  skippedKeys,
  skippedStep,
  untoldRedirect,
} from './engine-check.js';
export { openIdConnect } from './oidc.definition.js';
export { OidcOptions } from './oidc.options.js';
export { scopesProblem } from './options/rules.js';
export type { AuthorizationResponse } from './protocol/authorization-response.js';
export { beginAuthorization, sendableHint } from './protocol/authorization-url.js';
export {
  type RedeemCodeOptions,
  redeemCode,
  requestClientToken,
  TokenEndpointError,
  type TokenResponse,
} from './protocol/code-exchange.js';
export {
  invalidResponse,
  misconfigured,
  oidcProtocolTranslations,
  upstreamUnavailable,
} from './protocol/errors.js';
export { DOCUMENT_SIZE_LIMIT, fetchText, parseStrictObject, readText, untilAborted } from './protocol/fetch-json.js';
export type { KeyFinder, KeyHeader, PublishedKey, VerificationKey } from './protocol/keys.js';
export { KeySource } from './protocol/keys.js';
export { MetadataSource, type ProviderMetadata } from './protocol/metadata.js';
export {
  resolveUpstreamParams,
  type UpstreamParameterRules,
  type UpstreamParameters,
  upstreamParamsProblem,
  upstreamParamsWarnings,
} from './protocol/upstream-params.js';

/**
 * The OpenID Provider that applications talk to, over the library `oidc-provider`. Does not own who a person is (users),
 * how they sign in (login), or which application may use which connection (connections). Its rooms, each of which may
 * import only those below it:
 *
 * - `edge/` the two ways in: a request, before the library sees it, and the outcome of a login
 * - `provider/` the library: how it is configured, made and kept current, and the management API's tokens
 * - `answers/` what the hub changes in the library's answers: pages, errors, sign-out, JSON, events
 * - `interaction/` from the authorization request to the code: its parameters, who has to sign in, who is switched
 * - `parties/` applications and users as the library knows them; `artifacts/` what it keeps; `keys/` what it signs with
 * - `protocol/` what applications rely on: paths and lifetimes
 */
export { type OidcArtifact, OidcArtifactStore, type StoredArtifact } from './artifacts/oidc-artifact.store.js';
export { OpenIdProviderMiddleware } from './edge/openid-provider.middleware.js';
export { HubSettingStore } from './keys/hub-setting.store.js';
export type { SigningKey } from './keys/signing-key.store.js';
export { SigningKeyStore } from './keys/signing-key.store.js';
export { type KeyRotation, rotateSigningKeys } from './keys/signing-keys.js';
export { OpenIdProviderModule } from './openid-provider.module.js';
export { AccountStore, type StoredAccount } from './parties/account.store.js';
export { CurrentProvider } from './provider/current-provider.js';

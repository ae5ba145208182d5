/**
 * The hub's face towards applications: an OpenID Provider over `oidc-provider`, one edge layer before it, what it keeps,
 * its signing keys, and the management API's tokens. Does not own who a person is (users), how they sign in (login), or
 * which application may use which connection (connections).
 */
export { type OidcArtifact, OidcArtifactStore, type StoredArtifact } from './artifacts/oidc-artifact.store.js';
export { OpenIdProviderMiddleware } from './edge/openid-provider.middleware.js';
export { HubSettingStore } from './keys/hub-setting.store.js';
export type { SigningKey } from './keys/signing-key.store.js';
export { SigningKeyStore } from './keys/signing-key.store.js';
export { type KeyRotation, rotateSigningKeys } from './keys/signing-keys.js';
export { OpenIdProviderModule } from './openid-provider.module.js';
export { CurrentProvider } from './provider/current-provider.js';

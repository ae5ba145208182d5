/**
 * Universal login: its pages, which connection a person goes to, pending logins, and the callbacks that upstreams
 * answer to. Does not own sessions, codes or tokens (openid-provider).
 */

export { type AuthorizationRequest, AuthorizationRequests, type LoginOutcome } from './authorization-requests.js';
export { type PendingConsent, PendingConsentStore } from './consent/pending-consent.store.js';
export { sendBodyErrorPage } from './http/body-error-page.js';
export { LoginLimit } from './http/login-limit.js';
export { LoginModule } from './login.module.js';
export { type LoginPurpose, type PendingLogin, PendingLoginStore } from './pending-login.store.js';

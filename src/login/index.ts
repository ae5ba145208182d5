/**
 * Signing somebody in: the universal login's page, which connection a person goes to, and what becomes of who comes back.
 * Does not own the conversation with the upstream (upstream), nor sessions, codes or tokens (openid-provider).
 */
export { type AuthorizationRequest, AuthorizationRequests, type LoginOutcome } from './authorization-requests.js';
export { LoginModule } from './login.module.js';
export { LoginEntrance } from './login-entrance.js';
export { LoginLimit, sendBodyErrorPage } from './login-middleware.js';

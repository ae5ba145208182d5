/** Universal login: pages, home realm discovery's page, pending logins and callbacks. Does not own sessions or tokens (openid-provider). */
export { type AuthorizationRequest, AuthorizationRequests, type LoginOutcome } from './authorization-requests.js';
export { type PendingLogin, PendingLoginStore } from './pending-login.store.js';

/**
 * Universal login: its pages, which connection a person goes to, pending logins, and the callbacks that upstreams
 * answer to. Lends its page kit to the OpenID Provider. Does not own sessions, codes or tokens (openid-provider).
 */
export { type AuthorizationRequest, AuthorizationRequests, type LoginOutcome } from './authorization-requests.js';
export { type PendingConsent, PendingConsentStore } from './consent/pending-consent.store.js';
export { sendBodyErrorPage } from './http/body-error-page.js';
export { LoginLimit } from './http/login-limit.js';
export { sendTooManyRequestsPage } from './http/too-many-requests-page.js';
export { LoginModule } from './login.module.js';
export { chooseLocale, type Locale } from './messages/locale.js';
export { type ContinuePageInput, renderContinuePage } from './pages/continue-page.js';
export { type ErrorPageInput, type PageLink, renderErrorPage } from './pages/error-page.js';
export {
  type LogoutPageInput,
  renderLogoutPage,
  renderSignedOutPage,
  type SignedOutPageInput,
} from './pages/logout-page.js';
export { type SendPageOptions, sendPage } from './pages/send-page.js';
export { renderStatusPage } from './pages/status-page.js';
export { type LoginPurpose, type PendingLogin, PendingLoginStore } from './pending-login.store.js';

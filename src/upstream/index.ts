/**
 * Conversations with upstreams, whatever they are for: the pending login, the browser that it belongs to, departure and
 * return, the deadline, refusals and failures. What comes of a conversation is its purpose's to say.
 */
export {
  type AssessedSignIn,
  type Assessment,
  assess,
  type EmailTrust,
  isVerified,
  parseEmailAddress,
  signInOf,
} from './assessment.js';
export { BrowserLogins, sha256 } from './browser-logins.js';
export { formOf, isSameOrigin, queryOf } from './browser-request.js';
export { CallbackDeadline } from './callback-deadline.js';
export { ConnectorSentences, type ConnectorWords, type Sentence } from './connector-sentences.js';
export { type Leave, UpstreamDeparture } from './departure.js';
export { ExpiredSecrets, type FailureReferences, referencesOf, wordsOf } from './failures.js';
export { LoginErrorPages, LoginPageFilter } from './page.filter.js';
export { PageCookie } from './page-cookie.js';
export {
  type AnsweredLogin,
  type PendingLogin,
  type PendingLoginFor,
  PendingLoginStore,
  type PendingPurpose,
} from './pending-login.store.js';
export { type Answer, type Misfit, type Purpose, Purposes, type ReturnedPerson } from './purpose.js';
export { isOwnRefusal, LoginRefused, type RefusalReason, refusals } from './refusals.js';
export { UpstreamModule } from './upstream.module.js';

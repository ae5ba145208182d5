/**
 * The hub's own pages: their layout, the error, continue, status and sign-out pages, the catalogues of what they say, and
 * the language that they say it in. Knows no feature; each feature keeps the pages that only it shows.
 */
export { assets } from './assets.js';
export { type ContinuePageInput, renderContinuePage } from './continue-page.js';
export {
  type Actor,
  actorSentence,
  type ErrorPageInput,
  Fact,
  foreignLang,
  type PageLink,
  renderErrorPage,
  renderStatusPage,
  sendTooManyRequestsPage,
} from './error-page.js';
export { Layout, renderDocument } from './layout.js';
export { chooseLocale, type Locale, locales, lookUp, pageLocaleOf, speak } from './locale.js';
export {
  type LogoutPageInput,
  renderLogoutPage,
  renderSignedOutPage,
  type SignedOutPageInput,
} from './logout-page.js';
export { en, type Messages, type SentenceKey } from './messages/en.js';
export { catalogues, messagesFor } from './messages/messages.js';
export { type SendPageOptions, sendPage, sendRedirect } from './send-page.js';

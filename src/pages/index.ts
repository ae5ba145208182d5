/**
 * The hub's own pages: their layout, the error, continue, status and sign-out pages, the catalogues of what they say, and
 * the language that they say it in. Knows no feature; each feature keeps the pages that only it shows.
 */
export { PagesModule } from './assets.controller.js';
export { renderContinuePage } from './continue-page.js';
export {
  type Actor,
  actorSentence,
  type ErrorWords,
  Fact,
  foreignLang,
  type PageLink,
  renderStatusPage,
} from './error-page.js';
export { type FrontPageInput, renderFrontPage } from './front-page.js';
export { Layout, renderDocument } from './layout.js';
export { catalogues, chooseLocale, type Locale, locales, lookUp, messagesFor, pageLocaleOf, speak } from './locale.js';
export {
  renderLogoutPage,
  renderSignedOutPage,
} from './logout-page.js';
export { en, type Messages, type SentenceKey } from './messages/en.js';
export {
  type ErrorPage,
  type Onward,
  type SentOn,
  type ShownPage,
  sendErrorPage,
  sendOnward,
  sendPage,
  sendRedirect,
  tooManyRequestsPage,
} from './send-page.js';

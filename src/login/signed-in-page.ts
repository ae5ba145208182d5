import { messagesFor, renderContinuePage } from '../pages/index.js';

/**
 * The page of a sign-in that is complete, and whose code the application has: it leads on to the application, and holds
 * nothing of the answer that the application was given. A file of its own, however short, as each page has one.
 *
 * @param redirect where that answer went: the application's own URL.
 */
export function renderSignedInPage(locale: string, applicationName: string, redirect: URL): string {
  const messages = messagesFor(locale);
  return renderContinuePage({
    locale,
    title: messages.signedInTitle,
    sentence: messages.signedInSentence,
    url: homeOf(redirect),
    label: messages.continueTo(applicationName),
  });
}

/** The application behind its redirect, without the code in that. A native one is opened by the very URL that it registered. */
function homeOf(redirect: URL): string {
  if (redirect.protocol === 'https:' || redirect.protocol === 'http:') return `${redirect.origin}/`;
  const home = new URL(redirect);
  home.search = '';
  home.hash = '';
  return home.href;
}

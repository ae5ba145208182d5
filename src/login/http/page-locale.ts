import type { IncomingMessage } from 'node:http';
import { chooseLocale, type Locale } from '../messages/locale.js';

const known = new WeakMap<IncomingMessage, Locale>();

/** From here on whatever page answers this request, that of a failure too, is in this language. */
export function speak(request: IncomingMessage, locale: Locale): void {
  known.set(request, locale);
}

/** The language of the page that answers: that of the login it belongs to, where that is known, else the browser's. */
export function pageLocaleOf(request: IncomingMessage): Locale {
  return known.get(request) ?? chooseLocale([], request.headers['accept-language']);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TooManyRequestsError } from '../common/errors.js';
import { contentSecurityPolicy } from '../common/http/index.js';
import { currentRequestContext } from '../common/request-context.js';
import { type ErrorWords, renderErrorPage } from './error-page.js';
import { type Locale, messagesFor, pageLocaleOf } from './locale.js';
import type { Messages } from './messages/en.js';

export interface SendPageOptions {
  /** Origins of the logos on the page. */
  readonly imageOrigins?: readonly string[];
  /** Absolute URL that the browser goes to at once, by the `Refresh` header. */
  readonly refresh?: string;
  /** Seconds until it is worth asking again, for the `Retry-After` header. */
  readonly retryAfter?: number | undefined;
}

/**
 * Answers with a page, and with the headers that keep it safe in whatever application hosts the hub: not stored, not
 * framed, no script, no referrer.
 */
export function sendPage(response: ServerResponse, status: number, html: string, options: SendPageOptions = {}): void {
  response.statusCode = status;
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.appendHeader('Vary', 'Accept-Language');
  response.setHeader('Content-Security-Policy', contentSecurityPolicy({ imageOrigins: options.imageOrigins ?? [] }));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  // `URL` percent-encodes whatever could end the header.
  if (options.refresh !== undefined) response.setHeader('Refresh', `0; url=${new URL(options.refresh).href}`);
  if (options.retryAfter !== undefined) response.setHeader('Retry-After', String(options.retryAfter));
  response.end(html);
}

/** A failure that is answered with a page. */
export interface ErrorPage {
  readonly status: number;
  /** Looks up what the page says, once its language is known. */
  readonly words: (messages: Messages, locale: Locale) => ErrorWords;
  /** Seconds until it is worth asking again. */
  readonly retryAfter?: number;
}

/** Answers with the page of a failure, in the language of the request and under its correlation id. */
export function sendErrorPage(request: IncomingMessage, response: ServerResponse, error: ErrorPage): void {
  const locale = pageLocaleOf(request);
  const words = error.words(messagesFor(locale), locale);
  const html = renderErrorPage({ locale, correlationId: currentRequestContext()?.correlationId, ...words });
  sendPage(response, error.status, html, { retryAfter: error.retryAfter });
}

/** Tells a person that too many requests come from their address, and when to try again. */
export function tooManyRequestsPage({ status, retryAfter }: TooManyRequestsError): ErrorPage {
  return {
    status,
    retryAfter,
    words: (messages) => ({ title: messages.oneMoment, sentence: messages.tooManyRequests }),
  };
}

/** What a browser gets in the end: it is sent on, or shown a page. */
export type Onward = SentOn | ShownPage | ErrorPage;

/** Sends the browser on to a URL, or to a path of the hub, with cookies to keep (values of `Set-Cookie`). */
export interface SentOn {
  readonly url: string;
  readonly cookies?: readonly string[];
}

/** A page that reports no failure. */
export interface ShownPage {
  readonly html: string;
  readonly options?: SendPageOptions;
}

/** Answers with what the browser gets. @param issuer what a path is relative to. */
export function sendOnward(request: IncomingMessage, response: ServerResponse, onward: Onward, issuer: string): void {
  if ('url' in onward) {
    for (const cookie of onward.cookies ?? []) response.appendHeader('Set-Cookie', cookie);
    sendRedirect(response, new URL(onward.url, issuer).href);
  } else if ('html' in onward) sendPage(response, 200, onward.html, onward.options);
  else sendErrorPage(request, response, onward);
}

/** Sends the browser on, by GET. `url` is absolute. */
export function sendRedirect(response: ServerResponse, url: string): void {
  response.statusCode = 303;
  response.setHeader('Location', new URL(url).href);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.end();
}

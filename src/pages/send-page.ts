import type { ServerResponse } from 'node:http';
import { contentSecurityPolicy } from '../common/http/index.js';

export interface SendPageOptions {
  /** Origins of the logos on the page. */
  readonly imageOrigins?: readonly string[];
  /** Absolute URL that the browser goes to at once, by the `Refresh` header. */
  readonly refresh?: string;
  /** Further headers, for example `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
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
  for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
  response.end(html);
}

/** Sends the browser on, by GET. `url` is absolute. */
export function sendRedirect(response: ServerResponse, url: string): void {
  response.statusCode = 303;
  response.setHeader('Location', new URL(url).href);
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.end();
}

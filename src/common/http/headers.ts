import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';
import type { PorticoConfig } from '../../config/portico-config.js';
import type { Middleware } from './request-context.js';

/** What one page needs beyond the strict policy. */
export interface PagePolicy {
  /** Origins of the logos on this page, for example `https://cdn.example.com`. Nothing else may be third-party. */
  readonly imageOrigins?: readonly string[];
  /** Only the API's documentation page has a script, from the hub itself. No page of a sign-in has one. */
  readonly scripts?: 'none' | 'self';
}

/**
 * The content security policy of every answer: no script, nothing from elsewhere, no frames, forms only to the hub.
 * A page that shows logos sets its own: `response.setHeader('Content-Security-Policy', contentSecurityPolicy({ … }))`.
 *
 * @throws {TypeError} for an image origin that is not exactly an http(s) origin: it would be a hole in the header.
 */
export function contentSecurityPolicy(policy: PagePolicy = {}): string {
  const images = ["'self'", ...new Set(policy.imageOrigins ?? [])];
  for (const origin of images.slice(1)) if (!isOrigin(origin)) throw new TypeError('An image origin is not an origin.');
  return [
    "default-src 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "style-src 'self'",
    `img-src ${images.join(' ')}`,
    ...(policy.scripts === 'self' ? ["script-src 'self'", "connect-src 'self'"] : ["script-src 'none'"]),
  ].join('; ');
}

/** The origin of an http(s) URL for `imageOrigins`; undefined for anything else (`data:`, `javascript:`, nonsense). */
export function imageOriginOf(url: string): string | undefined {
  const origin = URL.canParse(url) ? new URL(url).origin : undefined;
  return origin !== undefined && isOrigin(origin) ? origin : undefined;
}

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^\s;,'"*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** The headers of every answer, errors included. Goes right after the request context. */
export function securityHeaders(config: Pick<PorticoConfig, 'issuer'>): Middleware {
  const isHttps = config.issuer.startsWith('https:');
  const headers = helmet({
    // Written by hand below: helmet's own would add `upgrade-insecure-requests`, which breaks a hub on plain http.
    contentSecurityPolicy: false,
    // A window that opened the sign-in keeps no handle on it, nor the sign-in on that window: logins by pop-up have to
    // report back over a channel of the application's own origin.
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    // Requests by CORS, such as those for discovery and keys, are not subject to it.
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    strictTransportSecurity: isHttps && { maxAge: 31_536_000, includeSubDomains: false },
  });
  const policy = contentSecurityPolicy();
  return (request: IncomingMessage, response: ServerResponse, next) => {
    response.setHeader('Content-Security-Policy', policy);
    response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    headers(request, response, next);
  };
}

/** Answers that may hold a secret, or tell who is who, are kept by no cache (RFC 9111, section 5.2.2.5). */
export const noStore: Middleware = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

import type { IncomingMessage } from 'node:http';

/**
 * Whether a form was posted by one of the hub's own pages. Browsers say so in `Sec-Fetch-Site` (Fetch Metadata), older
 * ones in `Origin`. The cookie of the authorization request is `Lax` and stays behind in a cross-site post anyway:
 * this is the second lock. `Origin: null` alone is refused: our pages send it (they send no referrer), a sandboxed
 * frame of anybody does too, and every browser that says `null` for a form also sends `Sec-Fetch-Site`.
 */
export function isSameOrigin(request: IncomingMessage, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return request.headers.origin === undefined || request.headers.origin === origin;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { PorticoConfig } from '../config/portico-config.js';

/**
 * A cookie of the hub's pages. Scripts cannot read it, and on https no sibling host can plant it: it is `__Host-`, and so
 * sent to every path (RFC 6265bis, section 4.1.3.2). `Lax` is enough: what has to be told from a cross-site post is read by
 * the same-site GET that follows it.
 */
export class PageCookie {
  readonly name: string;

  constructor(
    private readonly config: PorticoConfig,
    name: string,
  ) {
    this.name = config.secureCookies ? `__Host-${name}` : name;
  }

  of(request: IncomingMessage): string | undefined {
    return parseCookie(request.headers.cookie ?? '')[this.name];
  }

  set(response: ServerResponse, value: string, maxAge: number): void {
    const secure = this.config.secureCookies;
    const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge } as const;
    response.appendHeader('Set-Cookie', stringifySetCookie(this.name, value, attributes));
  }
}

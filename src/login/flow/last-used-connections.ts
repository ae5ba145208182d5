import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { PorticoConfig } from '../../config/portico-config.js';

const NAME = 'portico-last-used';
/** Several, because the connections of one application are not those of another. */
const MOST = 5;
const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;
const LIST = /^[A-Za-z0-9_]{1,40}(?:\.[A-Za-z0-9_]{1,40}){0,4}$/;

/**
 * Which connections somebody signed in through with this browser, in a cookie of its own: ids only, nothing of a
 * person. It is not signed: whoever forges it changes the order of their own page, or says an id that they would have to
 * know.
 */
@Injectable()
export class LastUsedConnections {
  constructor(private readonly config: PorticoConfig) {}

  /** Ids of connections, the last used one first. They may be gone, disabled, or another application's. */
  of(request: IncomingMessage): readonly string[] {
    const value = parseCookie(request.headers.cookie ?? '')[this.name] ?? '';
    return LIST.test(value) ? value.split('.') : [];
  }

  remember(request: IncomingMessage, response: ServerResponse, connectionId: string): void {
    const others = this.of(request).filter((id) => id !== connectionId);
    const value = [connectionId, ...others].slice(0, MOST).join('.');
    response.appendHeader(
      'Set-Cookie',
      stringifySetCookie(this.name, value, {
        path: '/login',
        httpOnly: true,
        sameSite: 'lax',
        secure: this.config.secureCookies,
        maxAge: ONE_YEAR_SECONDS,
      }),
    );
  }

  private get name(): string {
    return this.config.secureCookies ? `__Secure-${NAME}` : NAME;
  }
}

import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { parseCookie } from 'cookie';
import { Clock } from '../common/clock.js';
import { newHandle } from '../common/ids.js';
import { PorticoConfig } from '../config/portico-config.js';
import { PageCookie } from './page-cookie.js';

/** How long a pending login waits for the upstream's answer, unless its purpose takes longer. */
export const LOGIN_LIFETIME_SECONDS = 600;
const MOST_LOGINS = 10;
const NAME = 'portico_login_';
const VALUE = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

/** The handle of one login in this browser. */
export interface BrowserHandle {
  /** A credential: it proves that a request comes from the browser that began the login. */
  readonly handle: string;
  /** SHA-256 of it, which is what the hub stores. */
  readonly browserHash: string;
}

/**
 * Ties each login to the browser that began it, from its first request to its last: one cookie each, so that two tabs both
 * finish, that holds nothing but a random handle. A sibling host can plant cookies in a browser, but none with the prefix
 * `__Host-` (RFC 6265bis, section 4.1.3.2).
 */
@Injectable()
export class BrowserLogins {
  constructor(
    private readonly config: PorticoConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives the browser the handle of a new login; the oldest ones make room, or the request's head would grow for ever.
   * @param id unguessable name of the login: the cookie is named after it.
   */
  begin(
    request: IncomingMessage,
    response: ServerResponse,
    id: string,
    lifetimeSeconds = LOGIN_LIFETIME_SECONDS,
  ): { readonly browserHash: string } {
    const others = this.suffixesByAge(request);
    for (const old of others.slice(0, Math.max(0, others.length - MOST_LOGINS + 1))) {
      this.cookie(old).set(response, '', 0);
    }
    const handle = newHandle();
    this.cookieOf(id).set(response, this.valueOf(handle), lifetimeSeconds);
    return { browserHash: sha256(handle) };
  }

  /** This browser's handle for the login; undefined when it has none. */
  of(request: IncomingMessage, id: string): BrowserHandle | undefined {
    return handleIn(this.cookieOf(id).of(request));
  }

  /** All handles of this browser. More than it was ever given are not looked at. */
  all(request: IncomingMessage): readonly BrowserHandle[] {
    const suffixes = this.suffixesByAge(request).slice(-MOST_LOGINS);
    return suffixes.flatMap((suffix) => handleIn(this.cookie(suffix).of(request)) ?? []);
  }

  /** Lets the browser keep the handle for so long and no longer. */
  keepFor(seconds: number, { handle }: BrowserHandle, response: ServerResponse, id: string): void {
    this.cookieOf(id).set(response, this.valueOf(handle), seconds);
  }

  end(response: ServerResponse, id: string): void {
    this.cookieOf(id).set(response, '', 0);
  }

  private valueOf(handle: string): string {
    return `${this.clock.now().getTime().toString(36)}.${handle}`;
  }

  /** Which logins the browser has cookies for, the oldest first, before them cookies that the hub did not write. */
  private suffixesByAge(request: IncomingMessage): readonly string[] {
    const prefix = this.cookie('').name;
    return Object.entries(parseCookie(request.headers.cookie ?? ''))
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => ({
        suffix: name.slice(prefix.length),
        issuedAt: Number.parseInt(VALUE.exec(value ?? '')?.[1] ?? '0', 36),
      }))
      .sort((a, b) => a.issuedAt - b.issuedAt)
      .map(({ suffix }) => suffix);
  }

  private cookieOf(id: string): PageCookie {
    return this.cookie(id.slice(0, 16));
  }

  private cookie(suffix: string): PageCookie {
    return new PageCookie(this.config, NAME + suffix);
  }
}

function handleIn(cookie: string | undefined): BrowserHandle | undefined {
  const handle = VALUE.exec(cookie ?? '')?.[2];
  return handle === undefined ? undefined : { handle, browserHash: sha256(handle) };
}

/** Handles and states are credentials: only their hashes are stored. */
export function sha256(value: string): string {
  return hash('sha256', value, 'base64url');
}

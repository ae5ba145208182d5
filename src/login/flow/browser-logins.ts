import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { parseCookie, stringifySetCookie } from 'cookie';
import { Clock } from '../../common/clock.js';
import { newHandle } from '../../common/ids.js';
import { PorticoConfig } from '../../config/portico-config.js';

/** How long a pending login waits for the upstream's answer. */
export const LOGIN_LIFETIME_SECONDS = 600;
const MOST_LOGINS = 10;
const NAME = 'portico_login_';
const VALUE = /^([0-9a-z]{1,11})\.([A-Za-z0-9_-]{43})$/;

interface LoginCookie {
  readonly name: string;
  /** Zero for a cookie that the hub did not write. */
  readonly issuedAt: number;
  readonly handle?: string;
}

/**
 * Ties pending logins to the browser that began them: one cookie each, so that two tabs both finish, named after the
 * login's state and holding nothing but a random handle. `Lax` is enough: a form_post answer is kept and read by the
 * same-site GET that follows it.
 */
@Injectable()
export class BrowserLogins {
  constructor(
    private readonly config: PorticoConfig,
    private readonly clock: Clock,
  ) {}

  /** Gives the browser the handle of a new login; the oldest ones make room, or the request's head would grow for ever. */
  begin(
    request: IncomingMessage,
    response: ServerResponse,
    stateHash: string,
    lifetimeSeconds = LOGIN_LIFETIME_SECONDS,
  ): { readonly browserHash: string } {
    const others = this.cookiesOf(request).sort((a, b) => a.issuedAt - b.issuedAt);
    for (const old of others.slice(0, Math.max(0, others.length - MOST_LOGINS + 1))) this.clear(response, old.name);
    const handle = newHandle();
    const value = `${this.clock.now().getTime().toString(36)}.${handle}`;
    this.set(response, this.nameOf(stateHash), value, lifetimeSeconds);
    return { browserHash: sha256(handle) };
  }

  /** The hash of this browser's handle for the login; undefined when it has none. */
  browserHashOf(request: IncomingMessage, stateHash: string): string | undefined {
    const name = this.nameOf(stateHash);
    const handle = this.cookiesOf(request).find((cookie) => cookie.name === name)?.handle;
    return handle === undefined ? undefined : sha256(handle);
  }

  end(response: ServerResponse, stateHash: string): void {
    this.clear(response, this.nameOf(stateHash));
  }

  private cookiesOf(request: IncomingMessage): LoginCookie[] {
    return Object.entries(parseCookie(request.headers.cookie ?? ''))
      .filter(([name]) => name.startsWith(this.prefix))
      .map(([name, value]) => {
        const [, issuedAt, handle] = VALUE.exec(value ?? '') ?? [];
        return {
          name,
          issuedAt: issuedAt === undefined ? 0 : Number.parseInt(issuedAt, 36),
          ...(handle && { handle }),
        };
      });
  }

  private get prefix(): string {
    return this.config.secureCookies ? `__Host-${NAME}` : NAME;
  }

  private nameOf(stateHash: string): string {
    return this.prefix + stateHash.slice(0, 16);
  }

  private clear(response: ServerResponse, name: string): void {
    this.set(response, name, '', 0);
  }

  private set(response: ServerResponse, name: string, value: string, maxAge: number): void {
    response.appendHeader(
      'Set-Cookie',
      stringifySetCookie(name, value, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: this.config.secureCookies,
        maxAge,
      }),
    );
  }
}

/** Handles and states are credentials: only their hashes are stored. */
export function sha256(value: string): string {
  return hash('sha256', value, 'base64url');
}

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

/**
 * Ties pending logins to the browser that began them: one cookie each, so that two tabs both finish, named after the
 * login's state and holding nothing but a random handle.
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
    const others = this.suffixesByAge(request);
    for (const old of others.slice(0, Math.max(0, others.length - MOST_LOGINS + 1))) {
      this.cookie(old).set(response, '', 0);
    }
    const handle = newHandle();
    const value = `${this.clock.now().getTime().toString(36)}.${handle}`;
    this.cookieOf(stateHash).set(response, value, lifetimeSeconds);
    return { browserHash: sha256(handle) };
  }

  /** The hash of this browser's handle for the login; undefined when it has none. */
  browserHashOf(request: IncomingMessage, stateHash: string): string | undefined {
    const handle = VALUE.exec(this.cookieOf(stateHash).of(request) ?? '')?.[2];
    return handle === undefined ? undefined : sha256(handle);
  }

  end(response: ServerResponse, stateHash: string): void {
    this.cookieOf(stateHash).set(response, '', 0);
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

  private cookieOf(stateHash: string): PageCookie {
    return this.cookie(stateHash.slice(0, 16));
  }

  private cookie(suffix: string): PageCookie {
    return new PageCookie(this.config, NAME + suffix);
  }
}

/** Handles and states are credentials: only their hashes are stored. */
export function sha256(value: string): string {
  return hash('sha256', value, 'base64url');
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { PorticoConfig } from '../config/portico-config.js';
import { PageCookie } from '../upstream/index.js';

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
  private readonly cookie: PageCookie;

  constructor(config: PorticoConfig) {
    this.cookie = new PageCookie(config, NAME);
  }

  /** Ids of connections, the last used one first. They may be gone, disabled, or another application's. */
  of(request: IncomingMessage): readonly string[] {
    const value = this.cookie.of(request) ?? '';
    return LIST.test(value) ? value.split('.') : [];
  }

  remember(request: IncomingMessage, response: ServerResponse, connectionId: string): void {
    const others = this.of(request).filter((id) => id !== connectionId);
    const value = [connectionId, ...others].slice(0, MOST).join('.');
    this.cookie.set(response, value, ONE_YEAR_SECONDS);
  }
}

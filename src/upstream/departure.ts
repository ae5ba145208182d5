import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newHandle } from '../common/ids.js';
import { type Connection, ConnectionDirectory } from '../connections/index.js';
import type { AuthorizeRedirect, AuthorizeRequest } from '../connectors/index.js';
import { pageLocaleOf } from '../pages/index.js';
import { BrowserLogins, LOGIN_LIFETIME_SECONDS, sha256 } from './browser-logins.js';
import { PendingLoginStore, type PendingPurpose } from './pending-login.store.js';

export interface Departure {
  readonly connection: Connection;
  readonly purpose: PendingPurpose;
  /** How long the answer is waited for, where the purpose takes longer than a sign-in. */
  readonly lifetimeSeconds?: number;
  /** Of the handle that ties it to this browser already, because it is a part of what began there. */
  readonly browserHash?: string;
  /** Asks the connector where the browser goes. */
  ask(turn: Pick<AuthorizeRequest, 'state' | 'callbackUrl'>): Promise<AuthorizeRedirect>;
}

/** Makes the pending login of this browser. @returns the upstream's URL. */
export type Leave = (request: IncomingMessage, response: ServerResponse) => Promise<string>;

/** A state that a connector chose must be as hard to guess as the hub's: 22 characters of base64url are 128 bits. */
const STATE = /^[\x21-\x7e]{22,512}$/;

/** Turn one of every conversation: makes the pending login, ties it to the browser, and says where that goes. */
@Injectable()
export class UpstreamDeparture {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly store: PendingLoginStore,
    private readonly browsers: BrowserLogins,
    private readonly clock: Clock,
  ) {}

  /**
   * Asks the connector. Nothing is stored yet, so that whatever is thrown here is the connection's fault.
   * @throws {ConnectorError} where the connector cannot begin, and {TypeError} for what no connector may answer.
   */
  async prepare(departure: Departure): Promise<Leave> {
    const { connection, purpose, browserHash, lifetimeSeconds = LOGIN_LIFETIME_SECONDS } = departure;
    const ownState = newHandle();
    const redirect = await departure.ask({ state: ownState, callbackUrl: this.connections.callbackUrlOf(connection) });
    const url = upstreamUrl(redirect);
    const stateHash = sha256(redirect.state ?? ownState);
    if (redirect.state !== undefined) await this.refuseUsed(stateHash);
    return async (request, response) => {
      const createdAt = this.clock.now();
      await this.store.insert({
        stateHash,
        browserHash: browserHash ?? this.browsers.begin(request, response, stateHash, lifetimeSeconds).browserHash,
        connectionId: connection.id,
        connectionRevision: connection.revision,
        purpose,
        locale: pageLocaleOf(request),
        checks: redirect.checks,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + lifetimeSeconds * 1000),
      });
      return url;
    };
  }

  /** @throws {TypeError} for a state that another conversation has, also one whose time is up. */
  private async refuseUsed(stateHash: string): Promise<void> {
    if ((await this.store.find(stateHash, new Date(0))) === undefined) return;
    throw new TypeError('The connector chose the state of another sign-in: it must choose a new one each time.');
  }
}

/** @throws {TypeError} for what no connector may answer: the browser would follow it, as a link and as a redirect. */
function upstreamUrl({ url, state }: AuthorizeRedirect): string {
  if (state !== undefined && !STATE.test(state)) {
    throw new TypeError('The connector chose a state that can be guessed.');
  }
  const target = new URL(url);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new TypeError('The connector sends the browser to something that is no http(s) URL.');
  }
  return target.href;
}

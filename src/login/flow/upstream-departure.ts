import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { newHandle } from '../../common/ids.js';
import { type Connection, ConnectionDirectory } from '../../connections/index.js';
import type { AuthorizeRedirect, AuthorizeRequest, Connector, JsonObject } from '../../connectors/index.js';
import { pageLocaleOf } from '../../pages/index.js';
import { isConsentState } from '../consent/consent-state.js';
import { type LoginPurpose, PendingLoginStore } from '../pending-login.store.js';
import { BrowserLogins, LOGIN_LIFETIME_SECONDS, sha256 } from './browser-logins.js';
import { browserUrl } from './browser-url.js';

export interface Departure {
  readonly connection: Connection;
  readonly connector: Connector;
  readonly purpose: LoginPurpose;
  /** What the upstream is asked for, but for what the hub decides itself. */
  readonly asked: Omit<AuthorizeRequest, 'state' | 'callbackUrl'>;
}

export interface PreparedDeparture extends Departure {
  readonly url: string;
  readonly stateHash: string;
  readonly checks: JsonObject;
}

/** A state that a connector chose must be as hard to guess as the hub's: 22 characters of base64url are 128 bits. */
const STATE = /^[\x21-\x7e]{22,512}$/;

/** Turn one of every login, whatever it is for: makes the pending login, ties it to the browser, says where that goes. */
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
  async prepare(departure: Departure): Promise<PreparedDeparture> {
    const { connection, connector, asked } = departure;
    const ownState = newHandle();
    const callbackUrl = this.connections.callbackUrlOf(connection);
    const redirect = await connector.authorize({ ...asked, state: ownState, callbackUrl });
    const url = upstreamUrl(redirect);
    const stateHash = sha256(redirect.state ?? ownState);
    if (redirect.state !== undefined) await this.refuseUsed(stateHash);
    return { ...departure, url, stateHash, checks: redirect.checks };
  }

  /** @throws {TypeError} for a state that another sign-in has, also one whose time is up. */
  private async refuseUsed(stateHash: string): Promise<void> {
    if ((await this.store.find(stateHash, new Date(0))) === undefined) return;
    throw new TypeError('The connector chose the state of another sign-in: it must choose a new one each time.');
  }

  /** Makes the pending login of this browser. @returns the upstream's URL. */
  async leave(prepared: PreparedDeparture, request: IncomingMessage, response: ServerResponse): Promise<string> {
    const { connection, purpose, url, stateHash, checks } = prepared;
    const { browserHash } = this.browsers.begin(request, response, stateHash);
    const createdAt = this.clock.now();
    await this.store.insert({
      stateHash,
      browserHash,
      connectionId: connection.id,
      connectionRevision: connection.revision,
      purpose,
      locale: pageLocaleOf(request),
      checks,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + LOGIN_LIFETIME_SECONDS * 1000),
    });
    return url;
  }
}

/** @throws {TypeError} for what no connector may answer: the browser would follow it. */
function upstreamUrl({ url, state }: AuthorizeRedirect): string {
  if (state !== undefined && (!STATE.test(state) || isConsentState(state))) {
    throw new TypeError('The connector chose a state that can be guessed, or taken for that of a consent.');
  }
  return browserUrl(url);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { newHandle } from '../../common/ids.js';
import { type Connection, ConnectionDirectory } from '../../connections/index.js';
import type { AuthorizeRedirect, AuthorizeRequest } from '../../connectors/index.js';
import type { AuthorizationRequest } from '../authorization-requests.js';
import { pageLocaleOf } from '../http/page-locale.js';
import { PendingLoginStore } from '../pending-login.store.js';
import { BrowserLogins, LOGIN_LIFETIME_SECONDS, sha256 } from './browser-logins.js';
import { LoginFailures } from './login-failures.js';

export interface LoginStart {
  readonly request: AuthorizationRequest;
  readonly connection: Connection;
  /** What the person typed; the application's hint otherwise. */
  readonly address?: string;
  /** The person asked for another account: no hint of the application leads them back to the one they left. */
  readonly chooseAccount: boolean;
}

/** A state that a connector chose must be as hard to guess as the hub's: 22 characters of base64url are 128 bits. */
const STATE = /^[\x21-\x7e]{22,512}$/;
const MAX_HINT = 254;

/** Turn one: makes the pending login, ties it to the browser, and says where the browser goes. */
@Injectable()
export class LoginStarter {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly store: PendingLoginStore,
    private readonly browsers: BrowserLogins,
    private readonly failures: LoginFailures,
    private readonly clock: Clock,
  ) {}

  /** @returns the upstream's URL. @throws {LoginRefused} */
  async begin(start: LoginStart, request: IncomingMessage, response: ServerResponse): Promise<string> {
    const { connection } = start;
    const { uid: requestUid, clientId } = start.request;
    const ownState = newHandle();
    let redirect: AuthorizeRedirect;
    let url: string;
    try {
      redirect = await this.connections
        .connectorOf(connection)
        .authorize(authorizeRequest(start, ownState, this.connections.callbackUrlOf(connection)));
      url = upstreamUrl(redirect);
    } catch (error) {
      throw await this.failures.ofConnector(error, { requestUid, clientId, connection });
    }
    const stateHash = sha256(redirect.state ?? ownState);
    const { browserHash } = this.browsers.begin(request, response, stateHash);
    const createdAt = this.clock.now();
    await this.store.insert({
      stateHash,
      browserHash,
      connectionId: connection.id,
      connectionRevision: connection.revision,
      clientId,
      requestUid,
      locale: pageLocaleOf(request),
      checks: redirect.checks,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + LOGIN_LIFETIME_SECONDS * 1000),
    });
    return url;
  }
}

function authorizeRequest(start: LoginStart, state: string, callbackUrl: string): AuthorizeRequest {
  const { request, chooseAccount } = start;
  const prompt = promptFor(request, chooseAccount);
  const loginHint = start.address ?? (chooseAccount ? undefined : request.loginHint);
  return {
    state,
    callbackUrl,
    ...(prompt !== undefined && { prompt }),
    ...(loginHint !== undefined && isPlainHint(loginHint) && { loginHint }),
    ...(request.maxAge !== undefined && { maxAge: request.maxAge }),
    ...(request.uiLocales.length > 0 && { uiLocales: request.uiLocales }),
  };
}

/** A demanded re-authentication outranks the choice of an account: it offers that choice too. `max_age` demands one. */
function promptFor(request: AuthorizationRequest, chooseAccount: boolean): AuthorizeRequest['prompt'] {
  if (request.prompt.includes('login') || request.maxAge !== undefined) return 'login';
  return chooseAccount || request.prompt.includes('select_account') ? 'select_account' : undefined;
}

function isPlainHint(hint: string): boolean {
  return hint !== '' && hint.length <= MAX_HINT && !/\p{C}/u.test(hint);
}

/** @throws {TypeError} for what no connector may answer: the browser would follow it. */
function upstreamUrl({ url, state }: AuthorizeRedirect): string {
  if (state !== undefined && !STATE.test(state))
    throw new TypeError('The connector chose a state that can be guessed.');
  const target = new URL(url);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new TypeError('The connector sends the browser to something that is no http(s) URL.');
  }
  return target.href;
}

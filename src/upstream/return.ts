import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { type Connection, ConnectionDirectory } from '../connections/index.js';
import type { UpstreamIdentity } from '../connectors/index.js';
import { lookUp, speak } from '../pages/index.js';
import { BrowserLogins, sha256 } from './browser-logins.js';
import type { UpstreamAnswer } from './browser-request.js';
import { CallbackDeadline } from './callback-deadline.js';
import { type PendingLogin, PendingLoginStore } from './pending-login.store.js';
import { type Answer, type Misfit, type Onward, Purposes } from './purpose.js';
import { LoginRefused } from './refusals.js';

/**
 * Turn two of every conversation: finds the pending login that an answer belongs to, uses it up, and tells the purpose of
 * that login what came back. The pending login alone decides on the purpose; nothing in the answer can turn a trial into
 * a sign-in.
 */
@Injectable()
export class UpstreamReturn {
  constructor(
    private readonly store: PendingLoginStore,
    private readonly browsers: BrowserLogins,
    private readonly purposes: Purposes,
    private readonly connections: ConnectionDirectory,
    private readonly deadline: CallbackDeadline,
    private readonly clock: Clock,
  ) {}

  /** Keeps a form_post answer until the same-site GET comes: this cross-site request carries no cookie to tell the browser by. */
  async keep({ state, parameters }: UpstreamAnswer): Promise<void> {
    const now = this.clock.now();
    const stateHash = sha256(state);
    const login = await this.store.find(stateHash, now);
    if (login === undefined) throw new LoginRefused('login_not_found');
    // A form posted twice changes nothing: the first one counts.
    if (login.keptForm === undefined) await this.store.keepForm(stateHash, parameters.toString(), now);
  }

  /** @returns what the browser gets. @throws {LoginRefused} */
  async finish(answer: UpstreamAnswer, request: IncomingMessage, response: ServerResponse): Promise<Onward> {
    const login = await this.consume(answer, request, response);
    const purpose = this.purposes.find(login.purpose.name);
    if (purpose === undefined) throw new LoginRefused('login_not_found');
    const about = await purpose.recheck(login);
    if (!('connection' in about)) return about;
    const misfit = misfitOf(login, answer, about.connection);
    if (misfit !== undefined) return await purpose.misfit(misfit, about);
    let told: unknown;
    try {
      // One deadline around all that is asked, should the upstream refuse the secret in use and accept the next one.
      told = await this.deadline.within((signal) =>
        purpose.ask(this.readable(login, answer, about.connection, signal), about),
      );
    } catch (error) {
      if (error instanceof LoginRefused) throw error;
      return await purpose.failed(error, about);
    }
    return await purpose.cameBack(told, about, request, response);
  }

  /** State, expiry, browser and single use, in one atomic statement. Nothing was asked of the upstream yet. */
  private async consume(
    { state }: UpstreamAnswer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<PendingLogin> {
    const stateHash = sha256(state);
    const browserHash = this.browsers.browserHashOf(request, stateHash);
    const now = this.clock.now();
    const login = browserHash && (await this.store.consume(stateHash, browserHash, now));
    if (!login) {
      const others = await this.store.find(stateHash, now);
      throw new LoginRefused((others && this.purposes.find(others.purpose.name)?.notFound) ?? 'login_not_found');
    }
    speak(request, lookUp(login.locale) ?? 'en');
    this.browsers.end(response, stateHash);
    return login;
  }

  private readable(login: PendingLogin, answer: UpstreamAnswer, connection: Connection, signal: AbortSignal): Answer {
    const parameters = login.keptForm === undefined ? answer.parameters : new URLSearchParams(login.keptForm);
    const callbackUrl = this.connections.callbackUrlOf(connection);
    const { state } = answer;
    const { checks } = login;
    return {
      parameters,
      signal,
      identify: async (connector, observer) => {
        const response = { parameters, callbackUrl, state, checks, signal, ...(observer && { observer }) };
        const identity = await connector.callback(response);
        const profile = connector.mapProfile(identity);
        requireKey(identity);
        return { identity, profile };
      },
    };
  }
}

function misfitOf(login: PendingLogin, answer: UpstreamAnswer, connection: Connection): Misfit | undefined {
  // Each connection has its own callback URL, so that no upstream can answer for another one (RFC 9700, section 4.4.2.2).
  const expectedName = connection.callbackKind === 'shared' ? undefined : connection.name;
  if (answer.connectionName !== expectedName) return 'wrong_callback';
  // Endpoints and credentials are those the login began with, or it is refused.
  return connection.revision === login.connectionRevision ? undefined : 'connection_changed';
}

/** @throws {TypeError} when the key a person is recognised by is not there: everybody would be the same user. */
function requireKey({ issuer, subject }: UpstreamIdentity): void {
  for (const part of [issuer, subject]) {
    if (typeof part !== 'string' || part.trim() === '')
      throw new TypeError('The connector returned no issuer or subject.');
  }
}

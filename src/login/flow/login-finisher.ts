import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ApplicationDirectory } from '../../applications/index.js';
import { Clock } from '../../common/clock.js';
import { type Connection, ConnectionDirectory } from '../../connections/index.js';
import { ConnectorError, type UpstreamIdentity, type UserProfile } from '../../connectors/index.js';
import { AuthorizationRequests, type LoginOutcome } from '../authorization-requests.js';
import { speak } from '../http/page-locale.js';
import { lookUp } from '../messages/locale.js';
import { type PendingLogin, PendingLoginStore } from '../pending-login.store.js';
import { BrowserLogins, sha256 } from './browser-logins.js';
import { CallbackDeadline } from './callback-deadline.js';
import { type LoginContext, LoginFailures } from './login-failures.js';
import { LoginRefused } from './login-refused.js';
import { SignInPolicy } from './sign-in-policy.js';
import type { UpstreamAnswer } from './upstream-answer.js';

/** Turn two: consumes the pending login, asks the connector who came back, and hands the outcome to the OpenID Provider. */
@Injectable()
export class LoginFinisher {
  constructor(
    private readonly store: PendingLoginStore,
    private readonly browsers: BrowserLogins,
    private readonly applications: ApplicationDirectory,
    private readonly connections: ConnectionDirectory,
    private readonly deadline: CallbackDeadline,
    private readonly policy: SignInPolicy,
    private readonly requests: AuthorizationRequests,
    private readonly failures: LoginFailures,
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

  /** @returns the hub's URL where the browser goes on. @throws {LoginRefused} */
  async finish(answer: UpstreamAnswer, request: IncomingMessage, response: ServerResponse): Promise<string> {
    const login = await this.consume(answer, request, response);
    const connection = await this.recheck(login, answer);
    const context = { requestUid: login.requestUid, clientId: login.clientId, connection };
    const parameters = login.keptForm === undefined ? answer.parameters : new URLSearchParams(login.keptForm);
    let identity: UpstreamIdentity;
    let profile: UserProfile;
    try {
      const connector = this.connections.connectorOf(connection);
      identity = await this.deadline.within((signal) =>
        connector.callback({
          parameters,
          callbackUrl: this.connections.callbackUrlOf(connection),
          state: answer.state,
          checks: login.checks,
          signal,
        }),
      );
      profile = connector.mapProfile(identity);
      requireKey(identity);
    } catch (error) {
      if (isCancelled(error)) return await this.cancel(error, context);
      throw await this.failures.ofConnector(error, context);
    }
    const userId = await this.policy.admit(connection, identity, profile, context);
    const { time, acr, amr } = identity.authentication ?? {};
    const now = this.clock.now();
    return await this.goOn(
      {
        kind: 'signed-in',
        userId,
        connectionId: connection.id,
        // An upstream whose clock runs ahead must not make a sign-in younger than it is.
        authenticatedAt: time !== undefined && time < now ? time : now,
        ...(acr !== undefined && { acr }),
        ...(amr !== undefined && { amr }),
      },
      { ...context, userId },
    );
  }

  /** State, expiry, browser and single use, in one atomic statement. Nothing was asked of the upstream yet. */
  private async consume(
    { state }: UpstreamAnswer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<PendingLogin> {
    const stateHash = sha256(state);
    const browserHash = this.browsers.browserHashOf(request, stateHash);
    const login = browserHash && (await this.store.consume(stateHash, browserHash, this.clock.now()));
    if (!login) throw new LoginRefused('login_not_found');
    speak(request, lookUp(login.locale) ?? 'en');
    this.browsers.end(response, stateHash);
    return login;
  }

  /** Policy is what holds now; endpoints and credentials are those the login began with, or it is refused. */
  private async recheck(login: PendingLogin, answer: UpstreamAnswer): Promise<Connection> {
    const { requestUid, clientId } = login;
    const [application, connection, isUsable] = await Promise.all([
      this.applications.findEnabled(clientId),
      this.connections.findById(login.connectionId),
      this.connections.isUsableBy(login.connectionId, clientId),
    ]);
    if (application === undefined)
      throw await this.failures.refused('application_unavailable', { requestUid, clientId });
    if (connection === undefined) throw await this.failures.refused('connection_unusable', { requestUid, clientId });
    const context = { requestUid, clientId, connection };
    if (!connection.isEnabled || !isUsable) throw await this.failures.refused('connection_unusable', context);
    // Each connection has its own callback URL, so that no upstream can answer for another one (RFC 9700, section 4.4.2.2).
    const expectedName = connection.callbackKind === 'shared' ? undefined : connection.name;
    if (answer.connectionName !== expectedName) throw await this.failures.refused('wrong_callback', context);
    if (connection.revision !== login.connectionRevision) {
      throw await this.failures.refused('connection_changed', context);
    }
    return connection;
  }

  private async cancel(error: ConnectorError, context: LoginContext): Promise<string> {
    await this.failures.ofConnector(error, context);
    return await this.goOn(
      { kind: 'refused', error: 'access_denied', description: 'The person did not complete the sign-in.' },
      context,
    );
  }

  private async goOn(outcome: LoginOutcome, context: LoginContext): Promise<string> {
    const url = await this.requests.finish(context.requestUid, outcome);
    if (url === undefined) throw await this.failures.refused('request_not_found', context);
    if (outcome.kind === 'signed-in') await this.policy.recordSuccess(context);
    return url;
  }
}

/** The person pressed Cancel. A "no" of the upstream's own policy has somebody else to mend it, and gets a page. */
function isCancelled(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.code === 'access_denied' && error.actor === 'person';
}

/** @throws {TypeError} when the key a person is recognised by is not there: everybody would be the same user. */
function requireKey({ issuer, subject }: UpstreamIdentity): void {
  for (const part of [issuer, subject]) {
    if (typeof part !== 'string' || part.trim() === '')
      throw new TypeError('The connector returned no issuer or subject.');
  }
}

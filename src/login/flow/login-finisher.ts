import { Injectable } from '@nestjs/common';
import { ApplicationDirectory } from '../../applications/index.js';
import { Clock } from '../../common/clock.js';
import { type Connection, ConnectionDirectory } from '../../connections/index.js';
import { ConnectorError } from '../../connectors/index.js';
import { AuthorizationRequests, type LoginOutcome } from '../authorization-requests.js';
import type { LoginPurpose, PendingLogin } from '../pending-login.store.js';
import { CallbackDeadline } from './callback-deadline.js';
import { type LoginContext, LoginFailures } from './login-failures.js';
import { SignInPolicy } from './sign-in-policy.js';
import type { UpstreamAnswer } from './upstream-answer.js';
import { type ReturnedPerson, UpstreamReturn } from './upstream-return.js';

type ForApplication = Extract<LoginPurpose, { readonly kind: 'application' }>;

/** How a login ended that goes on at the application: a Cancel does too. */
export interface FinishedLogin {
  /** The hub's URL where the browser goes on. */
  readonly url: string;
  readonly hasSignedIn: boolean;
}

/** Turn two of an application's login: asks the connector who came back, and hands the outcome to the OpenID Provider. */
@Injectable()
export class LoginFinisher {
  constructor(
    private readonly applications: ApplicationDirectory,
    private readonly connections: ConnectionDirectory,
    private readonly upstream: UpstreamReturn,
    private readonly deadline: CallbackDeadline,
    private readonly policy: SignInPolicy,
    private readonly requests: AuthorizationRequests,
    private readonly failures: LoginFailures,
    private readonly clock: Clock,
  ) {}

  /** @param login consumed already. @throws {LoginRefused} */
  async finish(login: PendingLogin, purpose: ForApplication, answer: UpstreamAnswer): Promise<FinishedLogin> {
    const connection = await this.recheck(login, purpose, answer);
    const { requestUid, clientId } = purpose;
    const context = { requestUid, clientId, connection };
    let person: ReturnedPerson;
    try {
      // One deadline around both attempts, should the upstream refuse the secret in use and accept the next one.
      person = await this.deadline.within(() =>
        this.connections.call(connection, (connector) =>
          this.upstream.identify({ login, answer, connection }, connector),
        ),
      );
    } catch (error) {
      if (isCancelled(error)) return await this.cancel(error, context);
      throw await this.failures.ofConnector(error, context);
    }
    const { identity, profile } = person;
    const userId = await this.policy.admit(connection, identity, profile, context);
    await this.connections.signedIn(connection, identity);
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

  /** Policy is what holds now. */
  private async recheck(login: PendingLogin, purpose: ForApplication, answer: UpstreamAnswer): Promise<Connection> {
    const { requestUid, clientId } = purpose;
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
    const misfit = this.upstream.misfit({ login, answer, connection });
    if (misfit !== undefined) throw await this.failures.refused(misfit, context);
    return connection;
  }

  private async cancel(error: ConnectorError, context: LoginContext): Promise<FinishedLogin> {
    await this.failures.ofConnector(error, context);
    return await this.goOn(
      { kind: 'refused', error: 'access_denied', description: 'The person did not complete the sign-in.' },
      context,
    );
  }

  private async goOn(outcome: LoginOutcome, context: LoginContext): Promise<FinishedLogin> {
    const url = await this.requests.finish(context.requestUid, outcome);
    if (url === undefined) throw await this.failures.refused('request_not_found', context);
    const hasSignedIn = outcome.kind === 'signed-in';
    if (hasSignedIn) await this.policy.recordSuccess(context);
    return { url, hasSignedIn };
  }
}

/** The person pressed Cancel. A "no" of the upstream's own policy has somebody else to mend it, and gets a page. */
function isCancelled(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.code === 'access_denied' && error.actor === 'person';
}

/**
 * Signing somebody in for an application. The steps, in order:
 *
 * 1. `begin`: the browser leaves for the upstream, with what the application asked for.
 * 2. `recheck`: it came back; application and connection must still be usable.
 * 3. `ask`: the connector verifies the answer, and says who it is about.
 * 4. `admit`: policy first, then the user is recognised or created, with the profile.
 * 5. `goOn`: the OpenID Provider is told who signed in, and makes session and code.
 *
 * `misfit`, `failed` and `cancel` are the ways out in between.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ApplicationDirectory } from '../applications/index.js';
import { Clock } from '../common/clock.js';
import { Logger, type SignInStep, tellSignIn } from '../common/logging/index.js';
import { AdminConsents, type Connection, ConnectionDirectory } from '../connections/index.js';
import { type AuthorizeRequest, ConnectorError } from '../connectors/index.js';
import { EventRecorder } from '../events/index.js';
import { type Onward, pageLocaleOf, type SentOn } from '../pages/index.js';
import {
  type Answer,
  type AnsweredLogin,
  assess,
  LoginRefused,
  type Misfit,
  type PendingLoginFor,
  type Purpose,
  Purposes,
  type ReturnedPerson,
  signInOf,
  UpstreamDeparture,
} from '../upstream/index.js';
import { UserDirectory } from '../users/index.js';
import { type AuthorizationRequest, AuthorizationRequests, type LoginOutcome } from './authorization-requests.js';
import type { DecidedBy } from './home-realm.js';
import { LastUsedConnections } from './last-used-connections.js';
import { type LoginContext, LoginFailures } from './login-failures.js';
import { renderSignedInPage } from './signed-in-page.js';

export interface SignInStart {
  readonly request: AuthorizationRequest;
  readonly connection: Connection;
  /** What the person typed; the application's hint otherwise. */
  readonly address?: string;
  /** The person asked for another account: no hint of the application leads them back to the one they left. */
  readonly chooseAccount: boolean;
  /** What decided on the connection. */
  readonly decidedBy: DecidedBy;
}

/** Whose sign-in it is, and through which connection. */
type SignInContext = LoginContext & { readonly connection: Connection; readonly awaitsProof?: boolean };

const MAX_HINT = 254;

@Injectable()
export class SignIn implements Purpose<'application', SignInContext, ReturnedPerson> {
  readonly name = 'application';

  constructor(
    purposes: Purposes,
    private readonly applications: ApplicationDirectory,
    private readonly connections: ConnectionDirectory,
    private readonly consents: AdminConsents,
    private readonly departure: UpstreamDeparture,
    private readonly users: UserDirectory,
    private readonly requests: AuthorizationRequests,
    private readonly lastUsed: LastUsedConnections,
    private readonly failures: LoginFailures,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    purposes.add(this);
  }

  /** @returns the upstream's URL. @throws {LoginRefused} */
  async begin(start: SignInStart, request: IncomingMessage, response: ServerResponse): Promise<string> {
    const { connection, decidedBy } = start;
    const { uid: requestUid, clientId } = start.request;
    const context = { requestUid, clientId, connection };
    this.tell('a connection was decided on', context, { decidedBy });
    const purpose = { name: 'application', clientId, requestUid } as const;
    const leave = await this.departure
      .prepare({
        connection,
        purpose,
        browserHash: start.request.browserHash,
        ask: (turn) => this.connections.connectorOf(connection).authorize({ ...askedFor(start), ...turn }),
      })
      .catch(async (error: unknown) => {
        throw await this.failures.ofConnector(error, context);
      });
    const url = await leave(request, response);
    this.tell('the browser was sent to the upstream', context);
    return url;
  }

  async recheck({ purpose, connectionId }: PendingLoginFor<'application'>): Promise<SignInContext> {
    const { requestUid, clientId } = purpose;
    this.requests.foresee(requestUid);
    const [application, use] = await Promise.all([
      this.applications.findEnabled(clientId),
      this.connections.findByIdFor(connectionId, clientId),
    ]);
    const context = { requestUid, clientId };
    if (application === undefined) throw await this.failures.refused('application_unavailable', context);
    if (use === undefined) throw await this.failures.refused('connection_unusable', context);
    const { connection, isUsable, awaitsProof } = use;
    if (!isUsable) throw await this.failures.refused('connection_unusable', { ...context, connection });
    this.tell('the upstream answered', { ...context, connection });
    return { ...context, connection, awaitsProof };
  }

  ask(answer: Answer, { connection }: SignInContext): Promise<ReturnedPerson> {
    return this.connections.call(connection, (connector) => answer.identify(connector), answer.signal);
  }

  async cameBack(
    person: ReturnedPerson,
    context: SignInContext,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Onward> {
    const { connection } = context;
    const { identity } = person;
    this.tell('the answer was verified', context);
    const userId = await this.admit(person, context);
    if (context.awaitsProof) await this.consents.signedIn(connection, identity);
    const { time, acr, amr } = identity.authentication ?? {};
    const now = this.clock.now();
    const onward = await this.goOn(
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
      request,
    );
    await this.recordSuccess({ ...context, userId });
    this.lastUsed.remember(request, response, connection.id);
    return onward;
  }

  async misfit(misfit: Misfit, context: SignInContext): Promise<never> {
    throw await this.failures.refused(misfit, context);
  }

  async failed(error: unknown, context: SignInContext, request: IncomingMessage): Promise<Onward> {
    const refused = await this.failures.ofConnector(error, context);
    if (!isCancelled(error)) throw refused;
    const description = 'The person did not complete the sign-in.';
    return await this.goOn({ kind: 'refused', error: 'access_denied', description }, context, request);
  }

  /** The same redirect again, or the way on to the application. */
  async again(answer: SentOn, { purpose }: AnsweredLogin, request: IncomingMessage): Promise<Onward> {
    const same = await this.requests.again(answer, request);
    if (same !== undefined) return same;
    const application =
      purpose.name === 'application' ? await this.applications.findEnabled(purpose.clientId) : undefined;
    if (application === undefined) throw new LoginRefused('login_not_found');
    return { html: renderSignedInPage(pageLocaleOf(request), application.name, new URL(answer.url)) };
  }

  /** @returns the id of the user, recognised or created. @throws {LoginRefused} */
  private async admit({ identity, profile }: ReturnedPerson, context: SignInContext): Promise<string> {
    const { connection } = context;
    const assessment = await assess(this.connections, connection, profile);
    if (assessment.refusal !== undefined) throw await this.failures.refused(assessment.refusal, context);
    this.tell('policy admits the person', context);
    const { clientId } = context;
    const result = await this.users.signIn({ ...signInOf(connection, identity, assessment), clientId });
    switch (result.kind) {
      case 'signed-in':
        this.tell(`a user was ${result.isNew ? 'created' : 'recognised'}`, { ...context, userId: result.user.id });
        return result.user.id;
      case 'blocked':
        throw await this.failures.refused('user_blocked', { ...context, userId: result.user.id });
      case 'unknown':
        throw await this.failures.refused('user_unknown', context);
    }
  }

  private async goOn(outcome: LoginOutcome, context: SignInContext, request: IncomingMessage): Promise<Onward> {
    const onward = await this.requests.finish(context.requestUid, outcome, request);
    if (onward === undefined) throw await this.failures.refused('request_not_found', context);
    return onward;
  }

  /** Tells a step for `LOG_LEVEL=debug`. */
  private tell(
    step: string,
    { requestUid, clientId, connection, userId }: SignInContext,
    detail: SignInStep = {},
  ): void {
    const subject = { client: clientId, connection: connection.name, user: userId };
    tellSignIn(this.logger, step, { interaction: requestUid, ...subject, ...detail });
  }

  private async recordSuccess({ clientId, connection, userId }: SignInContext): Promise<void> {
    await this.events.record({
      type: 's',
      description: 'Login succeeded.',
      clientId,
      connectionId: connection.id,
      connection: connection.name,
      ...(userId !== undefined && { userId }),
      details: { strategy: connection.strategy },
    });
  }
}

/** The person pressed Cancel. A "no" of the upstream's own policy has somebody else to mend it, and gets a page. */
function isCancelled(error: unknown): boolean {
  return error instanceof ConnectorError && error.code === 'access_denied' && error.actor === 'person';
}

function askedFor({ request, chooseAccount, address }: SignInStart): Omit<AuthorizeRequest, 'state' | 'callbackUrl'> {
  const prompt = promptFor(request, chooseAccount);
  const loginHint = address ?? (chooseAccount ? undefined : request.loginHint);
  return {
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

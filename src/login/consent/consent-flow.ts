import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logging/index.js';
import { AdminConsents, type Connection, ConnectionDirectory } from '../../connections/index.js';
import { type AdminConsent, ConnectorError, canAskAdministrators } from '../../connectors/index.js';
import { EventRecorder } from '../../events/index.js';
import { BrowserLogins, sha256 } from '../flow/browser-logins.js';
import { browserUrl } from '../flow/browser-url.js';
import { CallbackDeadline } from '../flow/callback-deadline.js';
import { LoginRefused } from '../flow/login-refused.js';
import type { UpstreamAnswer } from '../flow/upstream-answer.js';
import { newConsentState } from './consent-state.js';
import { type PendingConsent, PendingConsentStore } from './pending-consent.store.js';

/** An administrator may have to be made one first, and reads what is asked for. */
const LIFETIME_SECONDS = 3_600;

export interface GivenConsent {
  readonly tenantId: string;
  readonly isAdmitted: boolean;
  readonly isVerified: boolean;
}

/** Sends an administrator to the upstream's consent page, and reads what they bring back. Signs nobody in. */
@Injectable()
export class ConsentFlow {
  constructor(
    private readonly consents: AdminConsents,
    private readonly connections: ConnectionDirectory,
    private readonly store: PendingConsentStore,
    private readonly browsers: BrowserLogins,
    private readonly deadline: CallbackDeadline,
    private readonly clock: Clock,
    private readonly events: EventRecorder,
    private readonly logger: Logger,
  ) {}

  /** The connection that a link is about. Uses nothing up. @throws {LoginRefused} */
  async connectionOf(id: string, ticket: string): Promise<Connection> {
    const connection = await this.consents.connectionOf(id, ticket);
    if (connection === undefined) throw new LoginRefused('consent_link_not_found');
    return connection;
  }

  /** @returns the upstream's URL. @throws {LoginRefused} */
  async begin(connection: Connection, request: IncomingMessage, response: ServerResponse): Promise<string> {
    const state = newConsentState();
    const callbackUrl = this.connections.callbackUrlOf(connection);
    const url = await this.ask(connection, async (consent, signal) =>
      browserUrl(await consent.begin({ state, callbackUrl, signal })),
    );
    const stateHash = sha256(state);
    const { browserHash } = this.browsers.begin(request, response, stateHash, LIFETIME_SECONDS);
    await this.store.insert({
      stateHash,
      browserHash,
      connectionId: connection.id,
      connectionRevision: connection.revision,
      expiresAt: new Date(this.clock.now().getTime() + LIFETIME_SECONDS * 1000),
    });
    return url;
  }

  /** @throws {LoginRefused} */
  async finish(answer: UpstreamAnswer, request: IncomingMessage, response: ServerResponse): Promise<GivenConsent> {
    const pending = await this.consume(answer.state, request, response);
    const connection = await this.recheck(pending, answer);
    const { parameters } = answer;
    const { claim, signal } = await this.ask(connection, async (consent, signal) => {
      return { claim: await consent.read({ parameters, signal }), signal };
    });
    // Recorded whatever time is left to confirm it.
    return { ...claim, isVerified: await this.consents.claim(connection, claim, signal) };
  }

  private async consume(state: string, request: IncomingMessage, response: ServerResponse): Promise<PendingConsent> {
    const stateHash = sha256(state);
    const browserHash = this.browsers.browserHashOf(request, stateHash);
    const pending = browserHash && (await this.store.consume(stateHash, browserHash, this.clock.now()));
    if (!pending) throw new LoginRefused('consent_not_found');
    this.browsers.end(response, stateHash);
    return pending;
  }

  /** What was consented to is the registration that the link led to, or it is refused. */
  private async recheck(pending: PendingConsent, answer: UpstreamAnswer): Promise<Connection> {
    const connection = await this.connections.findById(pending.connectionId);
    if (connection === undefined || !connection.isEnabled) throw new LoginRefused('consent_switched_off');
    const expectedName = connection.callbackKind === 'shared' ? undefined : connection.name;
    if (answer.connectionName !== expectedName) throw new LoginRefused('wrong_callback', { isConsent: true });
    if (connection.revision !== pending.connectionRevision) {
      throw new LoginRefused('connection_changed', { isConsent: true });
    }
    return connection;
  }

  private async ask<Result>(
    connection: Connection,
    work: (consent: AdminConsent, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await this.deadline.within((signal) => work(this.consentOf(connection), signal));
    } catch (error) {
      if (error instanceof LoginRefused) throw error;
      if (error instanceof ConnectorError) throw await this.refused(connection, error);
      this.logger.error({ err: error, connection: connection.name }, 'A connector broke its contract');
      throw new LoginRefused('connector_broken', { isConsent: true, cause: error });
    }
  }

  private consentOf(connection: Connection): AdminConsent {
    const connector = this.connections.connectorOf(connection);
    if (!canAskAdministrators(connector)) throw new LoginRefused('consent_link_not_found');
    return connector.adminConsent();
  }

  private async refused(connection: Connection, error: ConnectorError): Promise<LoginRefused> {
    const { code, step, actor, messageKey, publicMessage, upstream } = error;
    this.logger.warn({ err: error, connection: connection.name, upstream }, 'No consent of a directory');
    await this.events.record({
      type: 'w',
      description: 'An administrator came back without a consent.',
      connectionId: connection.id,
      connection: connection.name,
      details: {
        reason: 'admin_consent_refused',
        strategy: connection.strategy,
        error: code,
        step,
        ...(upstream?.code !== undefined && { upstream_code: upstream.code.replace(/\p{C}/gu, ' ').slice(0, 100) }),
      },
    });
    // What a connector says of a denial is about signing in.
    if (code === 'access_denied') return new LoginRefused('consent_refused', { cause: error });
    const words = { strategy: connection.strategy, publicMessage, ...(messageKey !== undefined && { messageKey }) };
    return new LoginRefused(code, { words, actor, isConsent: true, cause: error });
  }
}

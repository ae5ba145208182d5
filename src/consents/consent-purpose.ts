import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Logger } from '../common/logging/index.js';
import { type Connection, ConnectionDirectory } from '../connections/index.js';
import { type AdminConsent, ConnectorError, type ConsentClaim, canAskAdministrators } from '../connectors/index.js';
import { EventRecorder } from '../events/index.js';
import { type Onward, pageLocaleOf } from '../pages/index.js';
import {
  type Answer,
  CallbackDeadline,
  type Leave,
  LoginRefused,
  type Misfit,
  type PendingLoginFor,
  type Purpose,
  Purposes,
  referencesOf,
  UpstreamDeparture,
  wordsOf,
} from '../upstream/index.js';
import { renderConsentGivenPage } from './consent-pages.js';
import { RecordedConsents } from './recorded-consents.js';

/** An administrator may have to be made one first, and reads what is asked for. */
const LIFETIME_SECONDS = 3_600;

interface Consenting {
  readonly connection: Connection;
}

type ClaimInTime = ConsentClaim & Pick<Answer, 'signal'>;

/** Sends an administrator to the upstream's consent page, and reads what they bring back. Signs nobody in. */
@Injectable()
export class ConsentPurpose implements Purpose<'consent', Consenting, ClaimInTime> {
  readonly name = 'consent';
  readonly notFound = 'consent_not_found';

  constructor(
    purposes: Purposes,
    private readonly consents: RecordedConsents,
    private readonly connections: ConnectionDirectory,
    private readonly departure: UpstreamDeparture,
    private readonly deadline: CallbackDeadline,
    private readonly events: EventRecorder,
    private readonly logger: Logger,
  ) {
    purposes.add(this);
  }

  /** The connection that a link is about. Uses nothing up. @throws {LoginRefused} */
  async connectionOf(id: string, ticket: string): Promise<Connection> {
    const connection = await this.consents.connectionOf(id, ticket);
    if (connection === undefined) throw new LoginRefused('consent_link_not_found');
    return connection;
  }

  /** @returns the upstream's URL. @throws {LoginRefused} */
  async begin(connection: Connection, request: IncomingMessage, response: ServerResponse): Promise<string> {
    let leave: Leave;
    try {
      leave = await this.departure.prepare({
        connection,
        purpose: { name: 'consent' },
        lifetimeSeconds: LIFETIME_SECONDS,
        ask: async (turn) => {
          const url = await this.deadline.within((signal) => this.consentOf(connection).begin({ ...turn, signal }));
          return { url, checks: {} };
        },
      });
    } catch (error) {
      if (error instanceof LoginRefused) throw error;
      return await this.failed(error, { connection });
    }
    return await leave(request, response);
  }

  /** What was consented to is the registration that the link led to, or it is refused. */
  async recheck({ connectionId }: PendingLoginFor<'consent'>): Promise<Consenting> {
    const connection = await this.connections.findById(connectionId);
    if (connection === undefined || !connection.isEnabled) throw new LoginRefused('consent_switched_off');
    return { connection };
  }

  async ask({ parameters, signal }: Answer, { connection }: Consenting): Promise<ClaimInTime> {
    return { ...(await this.consentOf(connection).read({ parameters, signal })), signal };
  }

  /** Records it, whatever time is left to confirm it. */
  async cameBack(
    { signal, ...claim }: ClaimInTime,
    { connection }: Consenting,
    request: IncomingMessage,
  ): Promise<Onward> {
    const isVerified = await this.consents.claim(connection, claim, signal);
    return { html: renderConsentGivenPage({ locale: pageLocaleOf(request), ...claim, isVerified }) };
  }

  async misfit(misfit: Misfit): Promise<never> {
    throw new LoginRefused(misfit, { isConsent: true });
  }

  async failed(error: unknown, { connection }: Consenting): Promise<never> {
    if (error instanceof ConnectorError) throw await this.refused(connection, error);
    this.logger.error({ err: error, connection: connection.name }, 'A connector broke its contract');
    throw new LoginRefused('connector_broken', { isConsent: true, cause: error });
  }

  private consentOf(connection: Connection): AdminConsent {
    const connector = this.connections.connectorOf(connection);
    if (!canAskAdministrators(connector)) throw new LoginRefused('consent_link_not_found');
    return connector.adminConsent();
  }

  private async refused(connection: Connection, error: ConnectorError): Promise<LoginRefused> {
    const { code, step, actor, upstream } = error;
    const { upstream_code } = referencesOf(error);
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
        ...(upstream_code !== undefined && { upstream_code }),
      },
    });
    // What a connector says of a denial is about signing in.
    if (code === 'access_denied') return new LoginRefused('consent_refused', { cause: error });
    return new LoginRefused(code, { words: wordsOf(connection.strategy, error), actor, isConsent: true, cause: error });
  }
}

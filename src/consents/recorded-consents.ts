import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Logger } from '../common/logging/index.js';
import { PorticoConfig } from '../config/index.js';
import { AdminConsents, type Connection, ConnectionDirectory, type WireAdminConsent } from '../connections/index.js';
import { type ConsentClaim, canAskAdministrators, type UpstreamIdentity } from '../connectors/index.js';
import { EventRecorder } from '../events/index.js';
import { AdminConsentStore, type ConsentEvidence, presentConsent } from './admin-consent.js';
import { consentTicket, isConsentTicket } from './consent-ticket.js';

const CONNECTION_ID = /^con_[a-z0-9]{1,36}$/;
/** Claimed consents that a check asks the upstream about. */
const MAX_CONFIRMED = 5;
/** More are in nobody's interest at once. */
const MAX_LISTED = 100;

/** What administrators of directories consent to: the links they get, what they said, and what proved it. */
@Injectable()
export class RecordedConsents extends AdminConsents {
  constructor(
    private readonly connections: ConnectionDirectory,
    private readonly store: AdminConsentStore,
    private readonly clock: Clock,
    private readonly events: EventRecorder,
    private readonly config: PorticoConfig,
    private readonly logger: Logger,
  ) {
    super();
  }

  /** The page that a link leads to, its ticket in the query, which no log of the hub's holds; undefined where the connection has none. */
  linkOf(connection: Connection): string | undefined {
    const ticket = consentTicket(connection, this.clock.now());
    return ticket === undefined ? undefined : `${this.config.issuer}/login/consent/${connection.id}?ticket=${ticket}`;
  }

  async list({ id }: Connection): Promise<readonly WireAdminConsent[]> {
    return (await this.store.list(id, MAX_LISTED)).map(presentConsent);
  }

  /** The enabled connection that a link was made for. Undefined when it is over, void, or nobody's. */
  async connectionOf(id: string, ticket: string): Promise<Connection | undefined> {
    const connection = CONNECTION_ID.test(id) ? await this.connections.findById(id) : undefined;
    if (connection === undefined || !connection.isEnabled) return undefined;
    return isConsentTicket(ticket, connection, this.clock.now()) ? connection : undefined;
  }

  /**
   * Records what came back from the upstream: as claimed, since anybody can have written it, and as verified where the
   * upstream confirms it to the hub itself. @returns whether it is verified.
   */
  async claim(connection: Connection, claim: ConsentClaim, signal: AbortSignal): Promise<boolean> {
    const { tenantId, isAdmitted } = claim;
    await this.store.claim({ connectionId: connection.id, tenantId }, this.clock.now());
    await this.record(connection, tenantId, 'An administrator says that their directory consented.', {
      reason: 'admin_consent_claimed',
      tenant_admitted: isAdmitted,
    });
    if (await this.confirm(connection, tenantId, signal)) return true;
    const known = await this.store.find({ connectionId: connection.id, tenantId });
    return known?.verified !== undefined;
  }

  async signedIn(connection: Connection, identity: UpstreamIdentity): Promise<void> {
    const tenantId = this.shownBy(connection, identity);
    if (tenantId === undefined) return;
    const known = await this.store.find({ connectionId: connection.id, tenantId });
    if (known !== undefined && known.verified === undefined) await this.verify(connection, tenantId, 'sign_in');
  }

  async confirmClaimed(connection: Connection, signal: AbortSignal): Promise<void> {
    const claimed = (await this.store.list(connection.id, MAX_CONFIRMED)).filter((one) => one.verified === undefined);
    for (const { tenantId } of claimed) await this.confirm(connection, tenantId, signal);
  }

  private async confirm(connection: Connection, tenantId: string, signal: AbortSignal): Promise<boolean> {
    if (!(await this.isConfirmed(connection, tenantId, signal))) return false;
    await this.verify(connection, tenantId, 'application_token');
    return true;
  }

  /** Time that is up, and a connector that breaks its contract, confirm nothing: what was claimed stays claimed. */
  private async isConfirmed(connection: Connection, tenantId: string, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const over = new Promise<false>((resolve) => {
      signal.addEventListener('abort', () => resolve(false), { once: true });
    });
    try {
      const connector = this.connections.connectorOf(connection);
      if (!canAskAdministrators(connector)) return false;
      return await Promise.race([connector.adminConsent().confirm(tenantId, signal), over]);
    } catch (error) {
      this.logger.error({ err: error, connection: connection.name }, 'A connector failed to confirm a consent');
      return false;
    }
  }

  /** The sign-in is done: nothing that its connector says of consents may end it. */
  private shownBy(connection: Connection, identity: UpstreamIdentity): string | undefined {
    try {
      const connector = this.connections.connectorOf(connection);
      return canAskAdministrators(connector) ? connector.adminConsent().shownBy(identity) : undefined;
    } catch (error) {
      this.logger.error(
        { err: error, connection: connection.name },
        'A connector failed to say what consent was shown',
      );
      return undefined;
    }
  }

  private async verify(connection: Connection, tenantId: string, by: ConsentEvidence): Promise<void> {
    if (!(await this.store.verify({ connectionId: connection.id, tenantId }, by, this.clock.now()))) return;
    await this.record(connection, tenantId, 'The consent of a directory is verified.', {
      reason: 'admin_consent_verified',
      verified_by: by,
    });
  }

  private record(
    connection: Connection,
    tenantId: string,
    description: string,
    details: Readonly<Record<string, string | boolean>>,
  ): Promise<void> {
    return this.events.record({
      type: 'sapi',
      description,
      connectionId: connection.id,
      connection: connection.name,
      details: { strategy: connection.strategy, tenant_id: tenantId, ...details },
    });
  }
}

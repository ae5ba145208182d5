import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { ForbiddenError, NotFoundError } from '../common/errors.js';
import { newHandle, newId } from '../common/ids.js';
import { perMinute, RateLimiter } from '../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../config/index.js';
import {
  type Connection,
  ConnectionAdministration,
  type CreateConnectionDto,
  type UpdateConnectionDto,
} from '../connections/index.js';
import { EventRecorder } from '../events/index.js';
import type { ManagementToken } from '../management/index.js';
import { sha256 } from '../upstream/index.js';
import type { TrialLink } from './trial.dto.js';
import { pathOfTrial, TRIAL_LIFETIME_MS, type Trial, TrialStore } from './trial.js';

/** For each management client, all its tokens together. */
const BY_CLIENT = perMinute('connection-trial', 30);

/** Makes trial sign-ins, and reads what became of them. `TrialSignIn` runs them. */
@Injectable()
export class TrialAdministration {
  constructor(
    private readonly trials: TrialStore,
    private readonly connections: ConnectionAdministration,
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
    private readonly config: PorticoConfig,
    private readonly events: EventRecorder,
  ) {}

  /** Of a connection that is not saved. @throws {InvalidInputError | TooManyRequestsError} */
  async ofDraft(body: CreateConnectionDto, actor: ManagementToken): Promise<TrialLink> {
    // Nobody has signed in through it: it has no id that users, domains or events could refer to.
    return this.make(this.connections.draft(body), true, actor);
  }

  /**
   * Of a saved connection, as it is when the link is opened, or, with anything in `change`, as that would make it now.
   * @throws {InvalidInputError | ForbiddenError | NotFoundError | TooManyRequestsError}
   */
  async ofSaved(id: string, change: UpdateConnectionDto, actor: ManagementToken): Promise<TrialLink> {
    const touchesOptions = change.options !== undefined || change.restrict_email_domains !== undefined;
    if (touchesOptions && !actor.scopes.has('update:connections_options')) {
      throw new ForbiddenError('Trying other options of a connection needs the scope update:connections_options.');
    }
    const stored = await this.connections.read(id);
    if (Object.values(change).every((value) => value === undefined)) return this.make(stored, false, actor);
    return this.make(this.connections.foresee(stored, change).changed, true, actor);
  }

  /** @throws {NotFoundError} */
  async read(id: string): Promise<Trial> {
    const trial = await this.trials.find(id, this.clock.now());
    if (trial === undefined) throw new NotFoundError('There is no trial with this id, or it is over since 24 hours.');
    return trial;
  }

  private async make(connection: Connection, isDraft: boolean, actor: ManagementToken): Promise<TrialLink> {
    await this.limiter.spend(BY_CLIENT, actor.clientId);
    const [id, ticket, createdAt] = [newId('try'), newHandle(), this.clock.now()];
    const expiresAt = new Date(createdAt.getTime() + TRIAL_LIFETIME_MS);
    await this.trials.insert({
      id,
      ticketHash: sha256(ticket),
      ...(connection.id !== '' && { connectionId: connection.id }),
      connectionName: connection.name,
      ...(connection.displayName !== undefined && { displayName: connection.displayName }),
      strategy: connection.strategy,
      isDraft,
      ...(isDraft && { draft: connection }),
      createdAt,
      expiresAt,
      notes: [],
    });
    await this.events.record({
      type: 'sapi',
      description: 'Trial sign-in created.',
      clientId: actor.clientId,
      ...(connection.id !== '' && { connectionId: connection.id }),
      connection: connection.name,
      details: { strategy: connection.strategy, trial: id, is_draft: isDraft },
    });
    return {
      id,
      // In the query, which no log of the hub's holds.
      url: `${this.config.issuer}${pathOfTrial({ id })}?ticket=${ticket}`,
      report_url: `${this.config.issuer}/api/v2/connections/trials/${id}`,
      expires_at: expiresAt.toISOString(),
    };
  }
}

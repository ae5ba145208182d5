import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ConflictError } from '../../common/errors.js';
import { Logger } from '../../common/logging/index.js';
import { perMinute, RateLimiter } from '../../common/rate-limit/rate-limiter.js';
import { PorticoConfig } from '../../config/index.js';
import {
  type CheckRequest,
  type CheckStep,
  type Connector,
  ConnectorError,
  canCheckItself,
} from '../../connectors/index.js';
import { EventRecorder } from '../../events/index.js';
import type { ManagementToken } from '../../management/index.js';
import { ConnectorCache } from '../connectors/connector-cache.js';
import { type Connection, callbackUrlOf } from '../model/connection.js';

import { underNextName, withNextSecrets } from '../options/next-secrets.js';
import {
  CheckFailedError,
  type CheckReport,
  nextSecretSteps,
  presentableStep,
  presentSteps,
  reportOf,
  secretExpiryStep,
} from './check-report.js';

/** For each management client, all its tokens together. */
const BY_CLIENT = perMinute('connection-check', 30);
/** All clients together: a check sends a request to an address of the caller's choice. */
const BY_HUB = perMinute('connection-check-hub', 300);
/** Milliseconds that a connector has; the answer is there within ten seconds. */
const TIME_LIMIT = 9_500;

/** Asks an upstream whether a connection works, before somebody tries to sign in with it. */
@Injectable()
export class ConnectionCheck {
  constructor(
    private readonly connectors: ConnectorCache,
    private readonly limiter: RateLimiter,
    private readonly clock: Clock,
    private readonly config: PorticoConfig,
    private readonly events: EventRecorder,
    private readonly logger: Logger,
  ) {}

  /** Checks a connection, saved or not, and records who asked. @throws {TooManyRequestsError} */
  async run(connection: Connection, actor: ManagementToken): Promise<CheckReport> {
    await this.spend(actor);
    const [steps, next] = await Promise.all([this.stepsOf(connection), this.nextStepsOf(connection)]);
    const report = reportOf([
      ...presentSteps(connection, [...steps, ...next]),
      presentableStep(secretExpiryStep(connection, this.clock.now()), {}),
    ]);
    await this.record(connection, report, actor);
    return report;
  }

  /**
   * Checks that the upstream accepts the secrets that come next.
   * @throws {CheckFailedError | TooManyRequestsError} and {ConflictError} when nothing tells whether it does.
   */
  async requireNext(connection: Connection, actor: ManagementToken): Promise<void> {
    await this.spend(actor);
    const steps = await this.stepsOf(withNextSecrets(connection));
    const names = Object.keys(connection.nextSecrets ?? {});
    const report = reportOf(presentSteps(connection, steps).map((step) => underNextName(step, names)));
    await this.record(connection, report, actor);
    if (report.outcome === 'failed') throw new CheckFailedError(report);
    if (report.outcome !== 'skipped') return;
    const message = `The connector of "${connection.strategy}" cannot tell whether the upstream accepts the next secret: switch with check=false.`;
    throw new ConflictError('next_secret_unproven', message);
  }

  /** Checks a connection before it is saved. A warning passes. @throws {CheckFailedError | TooManyRequestsError} */
  async require(connection: Connection, actor: ManagementToken): Promise<void> {
    const report = await this.run(connection, actor);
    if (report.outcome === 'failed') throw new CheckFailedError(report);
  }

  /** @throws {TooManyRequestsError} */
  private async spend({ clientId }: ManagementToken): Promise<void> {
    await this.limiter.spend(BY_CLIENT, clientId);
    await this.limiter.spend(BY_HUB, 'hub');
  }

  private async nextStepsOf(connection: Connection): Promise<readonly CheckStep[]> {
    if (connection.nextSecrets === undefined) return [];
    return nextSecretSteps(connection, await this.stepsOf(withNextSecrets(connection)));
  }

  private async stepsOf(connection: Connection): Promise<readonly CheckStep[]> {
    let connector: Connector;
    try {
      connector = this.connectors.make(connection);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      return [{ step: 'options', outcome: 'failed', message: error.message, remedy: 'Change the options.' }];
    }
    if (!canCheckItself(connector)) {
      const message = `The connector of "${connection.strategy}" has no check: only a sign-in shows whether it works.`;
      return [{ step: 'check', outcome: 'skipped', message }];
    }
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error('The time of the check is up.')), TIME_LIMIT);
    try {
      const request: CheckRequest = {
        callbackUrl: callbackUrlOf(this.config.issuer, connection),
        signal: abort.signal,
      };
      return await Promise.race([connector.check(request), whenAborted(abort.signal)]);
    } catch (error) {
      // What a connector throws here may quote anything, so it goes to the log only.
      this.logger.warn({ err: error, connection: connection.name }, 'A check of a connection ended unexpectedly.');
      const message = 'The check could not be finished in time.';
      return [{ step: 'check', outcome: 'failed', message, remedy: 'Try again in a minute.' }];
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }

  private record(connection: Connection, report: CheckReport, actor: ManagementToken): Promise<void> {
    const failed = report.steps.filter(({ outcome }) => outcome === 'failed').map(({ step }) => step);
    return this.events.record({
      type: 'sapi',
      description: 'Connection checked.',
      clientId: actor.clientId,
      ...(connection.id !== '' && { connectionId: connection.id }),
      connection: connection.name,
      details: { strategy: connection.strategy, outcome: report.outcome, failed_steps: failed },
    });
  }
}

/** A connector may overlook its signal; whoever asked still gets an answer. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

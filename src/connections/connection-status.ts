import { Injectable } from '@nestjs/common';
import { IsBoolean, IsInt, IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { Clock } from '../common/clock.js';
import { keepsDocuments } from '../connectors/index.js';
import { EventStore, type EventType, type HubEvent } from '../events/index.js';
import { ConnectorCache } from './connectors/connector-cache.js';
import { type Connection, DAY, daysToExpiry } from './model/connection.js';

interface LastFailure {
  readonly log_id: string;
  readonly date: string;
  readonly reason: string;
  readonly step: string;
  readonly upstream_code?: string;
}

/** How a connection has been doing, from what the hub knows already. */
export class ConnectionStatus {
  @IsString() readonly id!: string;
  @IsString() readonly name!: string;
  @IsBoolean() readonly is_enabled!: boolean;

  @JSONSchema({ format: 'date-time', nullable: true })
  @IsString()
  readonly last_success!: string | null;

  @JSONSchema({ nullable: true, description: 'Its `log_id`, `date`, `reason`, `step` and `upstream_code`.' })
  @IsObject()
  readonly last_failure!: LastFailure | null;

  @JSONSchema({ description: '`total`, and how many `by_step`, of the last 24 hours. At most 10,000 are counted.' })
  @IsObject()
  readonly failures_24h!: { readonly total: number; readonly by_step: Readonly<Record<string, number>> };

  @JSONSchema({
    description: "When this instance of the hub loaded the upstream's documents. Empty until somebody signs in.",
  })
  @IsObject()
  readonly documents!: Readonly<Record<string, { readonly loaded_at: string; readonly age_seconds: number }>>;

  @JSONSchema({
    nullable: true,
    description: 'Negative once it has passed; null when nobody said. Left out without `read:connections_options`.',
  })
  @IsOptional()
  @IsInt()
  readonly days_to_expiry?: number | null;
}

/** Failures that are counted. A larger number would say nothing more. */
const MAX_FAILURES = 10_000;
/** The step of what the hub itself refused, after the upstream had vouched for somebody. */
const OWN_STEP = 'policy';

/** Reads the status of connections from events and memory: no request leaves the hub. */
@Injectable()
export class ConnectionStatusReader {
  constructor(
    private readonly events: EventStore,
    private readonly connectors: ConnectorCache,
    private readonly clock: Clock,
  ) {}

  async read(connection: Connection, withOptions: boolean): Promise<ConnectionStatus> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - DAY);
    const [success, failure, failures] = await Promise.all([
      this.latest(connection, 's'),
      this.latest(connection, 'f'),
      this.events.list({ connectionId: connection.id, type: 'f', since }, { kind: 'checkpoint', take: MAX_FAILURES }),
    ]);
    return {
      id: connection.id,
      name: connection.name,
      is_enabled: connection.isEnabled,
      last_success: success?.date.toISOString() ?? null,
      last_failure: failure === undefined ? null : presentFailure(failure),
      failures_24h: { total: failures.items.length, by_step: countBySteps(failures.items) },
      documents: this.documentsOf(connection, now),
      ...(withOptions && { days_to_expiry: daysToExpiry(connection, now) ?? null }),
    };
  }

  private async latest({ id }: Connection, type: EventType): Promise<HubEvent | undefined> {
    const page = await this.events.list({ connectionId: id, type }, { kind: 'checkpoint', take: 1 });
    return page.items[0];
  }

  private documentsOf(connection: Connection, now: Date): ConnectionStatus['documents'] {
    const connector = this.connectors.peek(connection);
    if (connector === undefined || !keepsDocuments(connector)) return {};
    return Object.fromEntries(
      Object.entries(connector.documentsLoadedAt()).map(([name, at]) => {
        const age = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
        return [name, { loaded_at: at.toISOString(), age_seconds: age }];
      }),
    );
  }
}

function presentFailure({ logId, date, details }: HubEvent): LastFailure {
  return {
    log_id: logId,
    date: date.toISOString(),
    reason: String(details.reason ?? 'unknown'),
    step: stepOf(details),
    ...(typeof details.upstream_code === 'string' && { upstream_code: details.upstream_code }),
  };
}

function stepOf({ step }: HubEvent['details']): string {
  return typeof step === 'string' ? step : OWN_STEP;
}

function countBySteps(failures: readonly HubEvent[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { details } of failures) counts.set(stepOf(details), (counts.get(stepOf(details)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

import type { HubEvent } from '../../events/index.js';

/** An event as the management API shows it. */
export interface LogAnswer {
  readonly log_id: string;
  /** ISO 8601. */
  readonly date: string;
  readonly type: string;
  readonly description: string;
  readonly client_id?: string;
  readonly connection?: string;
  readonly connection_id?: string;
  readonly user_id?: string;
  readonly ip?: string;
  readonly user_agent?: string;
  readonly correlation_id?: string;
  readonly details: HubEvent['details'];
}

export function presentLog(event: HubEvent): LogAnswer {
  return {
    log_id: event.logId,
    date: event.date.toISOString(),
    type: event.type,
    description: event.description,
    ...(event.clientId !== undefined && { client_id: event.clientId }),
    ...(event.connection !== undefined && { connection: event.connection }),
    ...(event.connectionId !== undefined && { connection_id: event.connectionId }),
    ...(event.userId !== undefined && { user_id: event.userId }),
    ...(event.ip !== undefined && { ip: event.ip }),
    ...(event.userAgent !== undefined && { user_agent: event.userAgent }),
    ...(event.correlationId !== undefined && { correlation_id: event.correlationId }),
    details: event.details,
  };
}

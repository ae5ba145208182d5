import { IsObject, IsOptional, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import type { HubEvent } from '../../events/index.js';
import { IsInstant } from '../answers.decorator.js';

/** An event as the management API shows it. */
export class LogAnswer {
  @IsString() readonly log_id!: string;
  @IsInstant() readonly date!: string;
  @JSONSchema({ description: 'In the dialect of the Auth0 log codes: `s` and `f` are sign-ins.' })
  @IsString()
  readonly type!: string;
  @IsString() readonly description!: string;
  @IsOptional() @IsString() readonly client_id?: string;
  @JSONSchema({ description: 'Name of the connection.' })
  @IsOptional()
  @IsString()
  readonly connection?: string;
  @IsOptional() @IsString() readonly connection_id?: string;
  @IsOptional() @IsString() readonly user_id?: string;
  @IsOptional() @IsString() readonly ip?: string;
  @IsOptional() @IsString() readonly user_agent?: string;
  @JSONSchema({ description: 'The same as on the page and in the header of the answer.' })
  @IsOptional()
  @IsString()
  readonly correlation_id?: string;
  @JSONSchema({ description: '`reason` of a failure, and what belongs to it.' })
  @IsObject()
  readonly details!: HubEvent['details'];
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

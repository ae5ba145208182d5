import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsString, Matches } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { InvalidInputError, NotFoundError } from '../common/errors.js';
import { EventStore, type HubEvent } from '../events/index.js';
import { FieldsPageQuery, FieldsQuery, pageAnswer, selectFields, toPageRequest } from './list-queries.js';
import { Answers, IsInstant, ManagementApi } from './management-api.decorator.js';
import { RequireScopes } from './management-token.js';
import { searchTerms } from './search-terms.js';

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

/** Query of every route that lists log entries. */
export class LogPageQuery extends FieldsPageQuery {
  @JSONSchema({ description: 'Only the order that there is: newest first.' })
  @IsOptional()
  @IsIn(['date:-1'], { message: 'sort must be date:-1: log entries come newest first.' })
  readonly sort?: string;
}

/** Query of `GET /api/v2/logs`. */
export class ListLogsQuery extends LogPageQuery {
  @JSONSchema({ description: '`type:"f"` or `user_id:"usr_…"`, or both, joined by AND.' })
  @IsOptional()
  @Matches(/^.{1,500}$/su, { message: 'q must be a text of 1 to 500 characters.' })
  readonly q?: string;
}

/** `/api/v2/logs`: what happened, newest first. Read only. Here and not with events, which know nothing of this API. */
@ManagementApi('logs')
export class LogsController {
  constructor(private readonly events: EventStore) {}

  @Get()
  @RequireScopes(['read:logs'])
  @Answers({ of: LogAnswer, as: 'page', key: 'logs' })
  @ApiOperation({ summary: 'List what happened, newest first' })
  async list(@Query() query: ListLogsQuery) {
    const { type, user_id: userId } = searchTerms(query.q, ['type', 'user_id']);
    const request = toPageRequest(query);
    if (request.kind === 'offset' && request.page * request.perPage > 100_000) {
      throw new InvalidInputError([{ field: 'page', message: 'page goes too far back. Use "from" and "take".' }]);
    }
    const filter = { ...(type !== undefined && { type }), ...(userId !== undefined && { userId }) };
    const page = await this.events.list(filter, request);
    return pageAnswer('logs', query, request, page, (event) => selectFields(presentLog(event), query));
  }

  @Get(':log_id')
  @RequireScopes(['read:logs'])
  @Answers({ of: LogAnswer })
  @ApiOperation({ summary: 'Read one log entry' })
  async read(@Param('log_id') logId: string, @Query() query: FieldsQuery) {
    const event = await this.events.find(logId);
    if (event === undefined) throw new NotFoundError('There is no log entry with this log_id.');
    return selectFields(presentLog(event), query);
  }
}

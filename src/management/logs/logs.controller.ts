import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { InvalidInputError, NotFoundError } from '../../common/errors.js';
import { EventStore } from '../../events/index.js';
import { Answers } from '../answers.decorator.js';
import { FieldsQuery, selectFields } from '../input/field-selection.js';
import { searchTerms } from '../input/search-terms.js';
import { ManagementApi } from '../management-api.decorator.js';
import { pageAnswer, toPageRequest } from '../paging.js';
import { RequireScopes } from '../require-scopes.decorator.js';
import { LogAnswer, presentLog } from './log-presenter.js';
import { ListLogsQuery } from './log-query.dto.js';

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

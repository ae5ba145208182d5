import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Page, PageRequest } from '../common/page.js';
import { type ConnectorDefinition, ConnectorRegistry } from '../connectors/index.js';
import { Answers, ManagementApi, PageQuery, pageAnswer, RequireScopes, toPageRequest } from '../management/index.js';
import { presentConnector, WireConnector } from './wire/connector-presenter.js';

/** `/api/v2/connectors`: the strategies that a connection can be of, with the JSON Schema of their options. */
@ManagementApi('connectors')
export class ConnectorsController {
  constructor(private readonly registry: ConnectorRegistry) {}

  @Get()
  @Answers({ of: WireConnector, as: 'page', key: 'connectors' })
  @ApiOperation({ summary: 'List the strategies that a connection can be of' })
  @RequireScopes(['read:connections'])
  list(@Query() query: PageQuery) {
    const request = toPageRequest(query);
    return pageAnswer('connectors', query, request, this.page(request), presentConnector);
  }

  private page(request: PageRequest): Page<ConnectorDefinition> {
    const all = [...this.registry.definitions].sort((a, b) => (a.strategy < b.strategy ? -1 : 1));
    if (request.kind === 'offset') {
      const start = request.page * request.perPage;
      return { items: all.slice(start, start + request.perPage), total: all.length };
    }
    const { from, take } = request;
    const rest = from === undefined ? all : all.filter((one) => one.strategy > from);
    const items = rest.slice(0, take);
    const last = items.at(-1);
    return rest.length > take && last !== undefined ? { items, next: last.strategy } : { items };
  }
}

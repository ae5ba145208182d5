import { applyDecorators, Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { NotFoundError } from '../common/errors.js';
import type { Page, PageRequest } from '../common/page.js';
import { PorticoConfig } from '../config/index.js';
import { type ConnectorDefinition, ConnectorRegistry } from '../connectors/index.js';
import { Answers, ManagementApi, PageQuery, pageAnswer, RequireScopes, toPageRequest } from '../management/index.js';
import { IsConnectionName } from './connection.dto.js';
import { presentConnector, WireConnector } from './connector-presenter.js';
import { callbackUrlOf } from './model/connection.js';

/** Query of `GET /api/v2/connectors/{strategy}`. */
export class ReadConnectorQuery {
  @IsNameForGuide() readonly connection_name?: string;
}

/** Query of `GET /api/v2/connectors`. */
export class ListConnectorsQuery extends PageQuery {
  @IsNameForGuide() readonly connection_name?: string;
}

function IsNameForGuide(): PropertyDecorator {
  return applyDecorators(
    IsConnectionName('connection_name must be the name that a connection can have: letters, digits and dashes.'),
    IsOptional(),
    JSONSchema({
      description: 'Name that the connection has or will have: its callback URL is filled into the guide.',
    }),
  );
}

/** `/api/v2/connectors`: the strategies that a connection can be of, with the JSON Schema of their options. */
@ManagementApi('connectors')
export class ConnectorsController {
  constructor(
    private readonly registry: ConnectorRegistry,
    private readonly config: PorticoConfig,
  ) {}

  @Get()
  @Answers({ of: WireConnector, as: 'page', key: 'connectors' })
  @ApiOperation({ summary: 'List the strategies that a connection can be of' })
  @RequireScopes(['read:connections'])
  list(@Query() { connection_name: name, ...query }: ListConnectorsQuery) {
    const request = toPageRequest(query);
    return pageAnswer('connectors', query, request, this.page(request), (one) => this.present(one, name));
  }

  @Get(':strategy')
  @Answers({ of: WireConnector })
  @ApiOperation({ summary: 'Read what a connection of this strategy takes; also by an alias' })
  @RequireScopes(['read:connections'])
  read(@Param('strategy') strategy: string, @Query() query: ReadConnectorQuery): WireConnector {
    const definition = this.registry.find(strategy);
    if (definition === undefined) throw new NotFoundError('This hub has no connector for this strategy.');
    return this.present(definition, query.connection_name);
  }

  /** Without a name the guide says what stands in its place. */
  private present(definition: ConnectorDefinition, name = 'CONNECTION_NAME'): WireConnector {
    return presentConnector(definition, callbackUrlOf(this.config.issuer, { name, callbackKind: 'own' }));
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

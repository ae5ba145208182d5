import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ForbiddenError } from '../common/errors.js';
import { ConnectorRegistry } from '../connectors/index.js';
import {
  Answers,
  CurrentToken,
  FieldsQuery,
  ManagementApi,
  type ManagementToken,
  pageAnswer,
  RequireScopes,
  selectFields,
  toPageRequest,
} from '../management/index.js';
import { CompleteRefusalInterceptor } from './complete-refusal.interceptor.js';
import {
  CheckQuery,
  CreateConnectionDto,
  ListConnectionsQuery,
  requireConnectionCheckpoint,
  UpdateConnectionDto,
} from './connection.dto.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ConnectionPresenter, WireConnection } from './connection-presenter.js';
import { ConnectionStore } from './model/connection.store.js';

/** `/api/v2/connections`: the connections themselves. */
@ManagementApi('connections')
export class ConnectionsController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly store: ConnectionStore,
    private readonly registry: ConnectorRegistry,
    private readonly presenter: ConnectionPresenter,
  ) {}

  @Post()
  @Answers({ of: WireConnection })
  @ApiOperation({ summary: 'Create a connection' })
  @UseInterceptors(CompleteRefusalInterceptor)
  @RequireScopes(['create:connections'])
  async create(
    @Query() query: CheckQuery,
    @Body() body: CreateConnectionDto,
    @CurrentToken() token: ManagementToken,
  ): Promise<WireConnection> {
    return this.presenter.presentOne(await this.administration.create(body, token, query), token);
  }

  @Get()
  @Answers({ of: WireConnection, as: 'page', key: 'connections' })
  @ApiOperation({ summary: 'List connections' })
  @RequireScopes(['read:connections'])
  async list(@Query() query: ListConnectionsQuery, @CurrentToken() token: ManagementToken) {
    const request = toPageRequest(query);
    requireConnectionCheckpoint(request);
    if (query.expiring_before !== undefined && !token.scopes.has('read:connections_options')) {
      throw new ForbiddenError('expiring_before reads an option: it needs the scope read:connections_options.');
    }
    const filter = {
      ...(query.expiring_before !== undefined && { expiringBefore: new Date(query.expiring_before) }),
      ...(query.name !== undefined && { name: query.name }),
      // One that no connector claims is looked for as it is: its connections may have outlived their connector.
      ...(query.strategy !== undefined && {
        strategies: query.strategy.map((name) => this.registry.find(name)?.strategy ?? name),
      }),
    };
    const page = await this.store.list(filter, request);
    const withOptions = token.scopes.has('read:connections_options');
    return pageAnswer('connections', query, request, page, (one) =>
      selectFields(this.presenter.present(one, withOptions), query),
    );
  }

  @Get(':id')
  @Answers({ of: WireConnection })
  @ApiOperation({ summary: 'Read a connection' })
  @RequireScopes(['read:connections'])
  async read(
    @Param('id') id: string,
    @Query() query: FieldsQuery,
    @CurrentToken() token: ManagementToken,
  ): Promise<Partial<WireConnection>> {
    return selectFields(await this.presenter.presentOne(await this.administration.read(id), token), query);
  }

  @Patch(':id')
  @Answers({ of: WireConnection })
  @ApiOperation({ summary: 'Change a connection' })
  @UseInterceptors(CompleteRefusalInterceptor)
  @RequireScopes(['update:connections'])
  async update(
    @Param('id') id: string,
    @Query() query: CheckQuery,
    @Body() body: UpdateConnectionDto,
    @CurrentToken() token: ManagementToken,
  ): Promise<WireConnection> {
    return this.presenter.presentOne(await this.administration.update(id, body, token, query), token);
  }

  /** Idempotent, as the tools of this dialect expect: 204 also when it is gone. */
  @Delete(':id')
  @ApiOperation({ summary: 'Delete a connection and end the sessions of who signed in through it' })
  @HttpCode(204)
  @RequireScopes(['delete:connections'])
  async delete(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<void> {
    await this.administration.delete(id, token);
  }
}

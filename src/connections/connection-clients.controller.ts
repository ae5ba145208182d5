import { Body, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiOperation } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { NotFoundError } from '../common/errors.js';
import {
  Answers,
  CurrentToken,
  Digits,
  FieldsPageQuery,
  ManagementApi,
  type ManagementToken,
  RequireScopes,
  selectFields,
  toPageRequest,
} from '../management/index.js';

import { requireConnectionCheckpoint } from './connection.dto.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ConnectionPresenter, WireConnection } from './connection-presenter.js';
import { ENABLED_CLIENTS_SCHEMA, type EnabledClientDto, EnabledClientsPipe } from './enabled-clients.pipe.js';

import { ConnectionStore } from './model/connection.store.js';

const DEFAULT_TAKE = 50;

/** Query of `GET /api/v2/connections/{id}/clients`: by checkpoint only. */
export class EnabledClientsQuery {
  @JSONSchema({ description: 'Checkpoint: `next` of the answer before.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(255)
  readonly from?: string;

  @JSONSchema({ description: 'Entries to return, 1 to 100.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly take?: number;
}

/** One application that may use a connection, as the management API gives it. */
export class WireEnabledClient {
  @IsString() readonly client_id!: string;
}

/** `/api/v2/connections/{id}/clients`: which applications may use a connection. */
@ManagementApi('connections/:id/clients')
export class ConnectionClientsController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly store: ConnectionStore,
  ) {}

  /** Always an object with a checkpoint, as the tools of the dialect expect even without any query. */
  @Get()
  @Answers({ of: WireEnabledClient, as: 'object', key: 'clients' })
  @ApiOperation({ summary: 'List the clients that may use a connection' })
  @RequireScopes(['read:connections'])
  async list(@Param('id') id: string, @Query() query: EnabledClientsQuery) {
    await this.administration.read(id);
    const page = await this.store.clientsOf(id, {
      kind: 'checkpoint',
      take: query.take ?? DEFAULT_TAKE,
      ...(query.from !== undefined && { from: query.from }),
    });
    return {
      clients: page.items.map((clientId) => ({ client_id: clientId })),
      ...(page.next !== undefined && { next: page.next }),
    };
  }

  @Patch()
  @ApiOperation({ summary: 'Say which clients may use a connection' })
  @ApiBody({ schema: ENABLED_CLIENTS_SCHEMA })
  @HttpCode(204)
  @RequireScopes(['update:connections'])
  async change(
    @Param('id') id: string,
    @Body(EnabledClientsPipe) changes: readonly EnabledClientDto[],
    @CurrentToken() token: ManagementToken,
  ): Promise<void> {
    await this.administration.setClients(
      id,
      changes.map((change) => ({ clientId: change.client_id, status: change.status })),
      token,
    );
  }
}

/** `/api/v2/clients/{client_id}/connections`: which connections an application may use. */
@ManagementApi('clients/:client_id/connections')
export class ClientConnectionsController {
  constructor(
    private readonly store: ConnectionStore,
    private readonly presenter: ConnectionPresenter,
  ) {}

  /** Always an object, as `/connections/{id}/clients` is. */
  @Get()
  @Answers({ of: WireConnection, as: 'object', key: 'connections' })
  @ApiOperation({ summary: 'List the connections that a client may use' })
  @RequireScopes(['read:connections'])
  async list(
    @Param('client_id') clientId: string,
    @Query() query: FieldsPageQuery,
    @CurrentToken() token: ManagementToken,
  ) {
    const request = toPageRequest(query);
    requireConnectionCheckpoint(request);
    if (!(await this.store.hasClient(clientId))) throw new NotFoundError('There is no client with this id.');
    const page = await this.store.connectionsOf(clientId, request);
    const withOptions = token.scopes.has('read:connections_options');
    return {
      connections: page.items.map((one) => selectFields(this.presenter.present(one, withOptions), query)),
      ...(request.kind === 'offset' && {
        start: request.page * request.perPage,
        limit: request.perPage,
        total: page.total ?? 0,
      }),
      ...(page.next !== undefined && { next: page.next }),
    };
  }
}

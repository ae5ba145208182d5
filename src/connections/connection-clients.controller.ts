import { Body, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiBody, ApiOperation } from '@nestjs/swagger';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../management/index.js';
import { ConnectionStore } from './connection.store.js';
import { ConnectionAdministration } from './connection-administration.js';
import { EnabledClientsQuery } from './dto/connection-queries.dto.js';
import type { EnabledClientDto } from './dto/enabled-client.dto.js';
import { ENABLED_CLIENTS_SCHEMA, EnabledClientsPipe } from './enabled-clients.pipe.js';
import { WireEnabledClient } from './wire/wire-enabled-client.js';

const DEFAULT_TAKE = 50;

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

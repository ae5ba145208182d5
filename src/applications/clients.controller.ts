import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
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
import { ApplicationAdministration } from './application-administration.js';
import {
  ClientAnswer,
  CreateClientDto,
  ListClientsQuery,
  presentClient,
  presentRevealed,
  RevealedClientAnswer,
  settingsOf,
  UpdateClientDto,
} from './client.dto.js';

/** `/api/v2/clients`: the applications that trust this hub. */
@ManagementApi('clients')
export class ClientsController {
  constructor(private readonly applications: ApplicationAdministration) {}

  @Get()
  @RequireScopes(['read:clients'])
  @Answers({ of: ClientAnswer, as: 'page', key: 'clients' })
  @ApiOperation({ summary: 'List clients' })
  async list(@Query() query: ListClientsQuery) {
    const request = toPageRequest(query);
    const none = query.is_first_party === false || query.is_global === true;
    const page = await this.applications.list(none ? [] : query.app_type, request);
    return pageAnswer('clients', query, request, page, (client) => selectFields(presentClient(client), query));
  }

  @Post()
  @RequireScopes(['create:clients'])
  @Answers({ of: RevealedClientAnswer })
  @ApiOperation({ summary: 'Create a client; its secret is shown in this answer only' })
  async create(@Body() body: CreateClientDto, @CurrentToken() token: ManagementToken) {
    return presentRevealed(await this.applications.create({ ...settingsOf(body), name: body.name }, token));
  }

  @Get(':client_id')
  @RequireScopes(['read:clients'])
  @Answers({ of: ClientAnswer })
  @ApiOperation({ summary: 'Read a client' })
  async read(@Param('client_id') clientId: string, @Query() query: FieldsQuery) {
    return selectFields(presentClient(await this.applications.read(clientId)), query);
  }

  @Patch(':client_id')
  @RequireScopes(['update:clients'])
  @Answers({ of: RevealedClientAnswer })
  @ApiOperation({ summary: 'Change a client' })
  async change(
    @Param('client_id') clientId: string,
    @Body() body: UpdateClientDto,
    @CurrentToken() token: ManagementToken,
  ) {
    return presentRevealed(await this.applications.change(clientId, settingsOf(body), token));
  }

  /** Idempotent, as the tools of this dialect expect: 204 also when it is gone. */
  @Delete(':client_id')
  @HttpCode(204)
  @RequireScopes(['delete:clients'])
  @ApiOperation({ summary: 'Delete a client and what was issued to it' })
  delete(@Param('client_id') clientId: string, @CurrentToken() token: ManagementToken): Promise<void> {
    return this.applications.delete(clientId, token);
  }

  @Post(':client_id/rotate-secret')
  @HttpCode(200)
  @RequireScopes(['update:client_keys'])
  @Answers({ of: RevealedClientAnswer })
  @ApiOperation({ summary: 'Give a client a new secret, shown in this answer only' })
  async rotateSecret(@Param('client_id') clientId: string, @CurrentToken() token: ManagementToken) {
    return presentRevealed(await this.applications.rotateSecret(clientId, token));
  }
}

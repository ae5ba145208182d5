import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import {
  Answers,
  CurrentToken,
  ManagementApi,
  type ManagementToken,
  pageAnswer,
  RequireScopes,
  toPageRequest,
} from '../management/index.js';
import { ClientGrantAdministration } from './client-grant-administration.js';
import { CreateClientGrantDto, UpdateClientGrantDto } from './dto/client-grant.dto.js';
import { ListClientGrantsQuery } from './dto/client-queries.dto.js';
import { ClientGrantAnswer, presentGrant } from './wire/client-presenter.js';

/** `/api/v2/client-grants`: which scopes of the management API a client may ask for. */
@ManagementApi('client-grants')
export class ClientGrantsController {
  constructor(private readonly grants: ClientGrantAdministration) {}

  @Get()
  @RequireScopes(['read:client_grants'])
  @Answers({ of: ClientGrantAnswer, as: 'page', key: 'client_grants' })
  @ApiOperation({ summary: 'List client grants' })
  async list(@Query() query: ListClientGrantsQuery) {
    const request = toPageRequest(query);
    const filter = {
      ...(query.client_id !== undefined && { clientId: query.client_id }),
      ...(query.audience !== undefined && { audience: query.audience }),
    };
    return pageAnswer('client_grants', query, request, await this.grants.list(filter, request), presentGrant);
  }

  @Post()
  @RequireScopes(['create:client_grants'])
  @Answers({ of: ClientGrantAnswer })
  @ApiOperation({ summary: 'Grant scopes of this API to a client' })
  async create(@Body() body: CreateClientGrantDto, @CurrentToken() token: ManagementToken) {
    const { client_id: clientId, audience, scope } = body;
    return presentGrant(await this.grants.create({ clientId, audience, scope }, token));
  }

  @Get(':id')
  @RequireScopes(['read:client_grants'])
  @Answers({ of: ClientGrantAnswer })
  @ApiOperation({ summary: 'Read a client grant' })
  async read(@Param('id') id: string) {
    return presentGrant(await this.grants.read(id));
  }

  @Patch(':id')
  @RequireScopes(['update:client_grants'])
  @Answers({ of: ClientGrantAnswer })
  @ApiOperation({ summary: 'Replace the scopes of a client grant' })
  async change(@Param('id') id: string, @Body() body: UpdateClientGrantDto, @CurrentToken() token: ManagementToken) {
    return presentGrant(await this.grants.change(id, body.scope, token));
  }

  /** Idempotent, as the tools of this dialect expect: 204 also when it is gone. */
  @Delete(':id')
  @HttpCode(204)
  @RequireScopes(['delete:client_grants'])
  @ApiOperation({ summary: 'Delete a client grant' })
  delete(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<void> {
    return this.grants.delete(id, token);
  }
}

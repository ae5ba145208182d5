import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, Equals, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import {
  Answers,
  CurrentToken,
  MANAGEMENT_SCOPES,
  ManagementApi,
  type ManagementToken,
  MayBeLeftOut,
  PageQuery,
  pageAnswer,
  ReadOnlyField,
  RequireScopes,
  toPageRequest,
} from '../management/index.js';
import type { ClientGrant } from './application.store.js';
import { ClientGrantAdministration } from './client-grant-administration.js';

/** What bodies that create and that change a client grant have in common. */
class ClientGrantBody {
  @JSONSchema({ description: 'Scopes that the client may ask for. Nobody grants more than their own token has.' })
  @IsArray()
  @ArrayMaxSize(MANAGEMENT_SCOPES.length * 2)
  @ArrayUnique({ message: 'scope must name each scope once.' })
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  readonly scope!: readonly string[];

  @JSONSchema({ description: 'Only clients act for themselves here.' })
  @MayBeLeftOut()
  @Equals('client', { message: 'subject_type must be client.' })
  readonly subject_type?: 'client';

  @ReadOnlyField() readonly id?: unknown;
}

/** Body of `POST /api/v2/client-grants`. */
export class CreateClientGrantDto extends ClientGrantBody {
  @IsString()
  @MaxLength(255)
  readonly client_id!: string;

  @JSONSchema({ description: 'Audience of the management API: `{issuer}/api/v2/`.' })
  @IsString()
  @MaxLength(600)
  readonly audience!: string;
}

/** Body of `PATCH /api/v2/client-grants/{id}`. The scopes are replaced whole. */
export class UpdateClientGrantDto extends ClientGrantBody {
  @ReadOnlyField() readonly client_id?: unknown;
  @ReadOnlyField() readonly audience?: unknown;
}

/** Query of `GET /api/v2/client-grants`. */
export class ListClientGrantsQuery extends PageQuery {
  @JSONSchema({ description: 'Only grants of this client.' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  readonly client_id?: string;

  @JSONSchema({ description: 'Only grants for this audience.' })
  @IsOptional()
  @IsString()
  @MaxLength(600)
  readonly audience?: string;
}

/** A client grant as the management API shows it. */
export class ClientGrantAnswer {
  @IsString() readonly id!: string;
  @IsString() readonly client_id!: string;
  @IsString() readonly audience!: string;
  @IsArray() @IsString({ each: true }) readonly scope!: readonly string[];
  @Equals('client') readonly subject_type!: 'client';
}

function presentGrant(grant: ClientGrant): ClientGrantAnswer {
  return {
    id: grant.id,
    client_id: grant.clientId,
    audience: grant.audience,
    scope: grant.scope,
    subject_type: 'client',
  };
}

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

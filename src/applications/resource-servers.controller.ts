import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsArray, IsBoolean, IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { NotFoundError } from '../common/errors.js';
import type { Page, PageRequest } from '../common/page.js';
import { PorticoConfig } from '../config/index.js';
import {
  Answers,
  FieldsPageQuery,
  FieldsQuery,
  MANAGEMENT_SCOPES,
  ManagementApi,
  pageAnswer,
  RequireScopes,
  selectFields,
  toPageRequest,
} from '../management/index.js';

/** An API that clients can be granted, as the management API shows it. */
export class ResourceServerAnswer {
  @IsString() readonly id!: string;
  @IsString() readonly name!: string;
  @JSONSchema({ description: 'The audience.' })
  @IsString()
  readonly identifier!: string;
  @IsBoolean() readonly is_system!: boolean;
  @JSONSchema({ items: { type: 'object', required: ['value'], properties: { value: { type: 'string' } } } })
  @IsArray()
  readonly scopes!: readonly { readonly value: string }[];
}

/** By this name, and no other, the tools of the dialect know which API is the hub's own and leave it alone. */
const NAME = 'Auth0 Management API';
const ID = 'management';

/**
 * `/api/v2/resource-servers`: the APIs that a client grant can be for. There is one, the management API, and it cannot
 * be changed; tools read this list to name the audience of a grant.
 */
@ManagementApi('resource-servers')
export class ResourceServersController {
  constructor(private readonly config: PorticoConfig) {}

  @Get()
  @RequireScopes(['read:resource_servers'])
  @Answers({ of: ResourceServerAnswer, as: 'page', key: 'resource_servers' })
  @ApiOperation({ summary: 'List the APIs that clients can be granted: this one' })
  list(@Query() query: FieldsPageQuery) {
    const request = toPageRequest(query);
    return pageAnswer('resource_servers', query, request, this.page(request), (one) => selectFields(one, query));
  }

  @Get(':id')
  @RequireScopes(['read:resource_servers'])
  @Answers({ of: ResourceServerAnswer })
  @ApiOperation({ summary: 'Read an API that clients can be granted, by its id or its audience' })
  read(@Param('id') id: string, @Query() query: FieldsQuery) {
    const own = this.present();
    if (id !== own.id && id !== own.identifier) throw new NotFoundError('There is no API with this id.');
    return selectFields(own, query);
  }

  private present(): ResourceServerAnswer {
    return {
      id: ID,
      name: NAME,
      identifier: this.config.managementAudience,
      is_system: true,
      scopes: MANAGEMENT_SCOPES.map((value) => ({ value })),
    };
  }

  private page(request: PageRequest): Page<ResourceServerAnswer> {
    const isFirst = request.kind === 'offset' ? request.page === 0 : request.from === undefined;
    return { items: isFirst ? [this.present()] : [], total: 1 };
  }
}

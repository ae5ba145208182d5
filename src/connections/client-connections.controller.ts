import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { NotFoundError } from '../common/errors.js';
import {
  Answers,
  CurrentToken,
  FieldsPageQuery,
  ManagementApi,
  type ManagementToken,
  RequireScopes,
  selectFields,
  toPageRequest,
} from '../management/index.js';
import { requireConnectionCheckpoint } from './checkpoint.js';
import { ConnectionStore } from './connection.store.js';
import { ConnectionPresenter, WireConnection } from './wire/connection-presenter.js';

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

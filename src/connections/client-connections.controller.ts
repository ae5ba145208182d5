import { Get, Param, Query } from '@nestjs/common';
import { NotFoundError } from '../common/errors.js';
import {
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
import { ConnectionPresenter } from './wire/connection-presenter.js';

/** `/api/v2/clients/{client_id}/connections`: which connections an application may use. */
@ManagementApi('clients/:client_id/connections')
export class ClientConnectionsController {
  constructor(
    private readonly store: ConnectionStore,
    private readonly presenter: ConnectionPresenter,
  ) {}

  /** Always an object, as `/connections/{id}/clients` is. */
  @Get()
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

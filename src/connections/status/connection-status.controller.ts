import { Get, Param } from '@nestjs/common';
import { CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../../management/index.js';
import { ConnectionAdministration } from '../connection-administration.js';
import { type ConnectionStatus, ConnectionStatusReader } from './connection-status-reader.js';

/** How a connection has been doing. Asks no upstream: that is what a check is for. */
@ManagementApi('connections')
export class ConnectionStatusController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly reader: ConnectionStatusReader,
  ) {}

  @Get(':id/status')
  @RequireScopes(['read:connections'])
  async read(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<ConnectionStatus> {
    return this.reader.read(await this.administration.read(id), token.scopes.has('read:connections_options'));
  }
}

import { Get, Param } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../../management/index.js';
import { ConnectionAdministration } from '../connection-administration.js';
import { ConnectionStatus } from './connection-status.js';
import { ConnectionStatusReader } from './connection-status-reader.js';

/** How a connection has been doing. Asks no upstream: that is what a check is for. */
@ManagementApi('connections')
export class ConnectionStatusController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly reader: ConnectionStatusReader,
  ) {}

  @Get(':id/status')
  @RequireScopes(['read:connections'])
  @Answers({ of: ConnectionStatus })
  @ApiOperation({ summary: 'Read how a connection has been doing; asks no upstream' })
  async read(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<ConnectionStatus> {
    return this.reader.read(await this.administration.read(id), token.scopes.has('read:connections_options'));
  }
}

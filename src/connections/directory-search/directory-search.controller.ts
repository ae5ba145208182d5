import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ConflictError, NotFoundError } from '../../common/errors.js';
import { Logger } from '../../common/logging/index.js';
import { ConnectorError, canSearchDirectory, type DirectoryUser } from '../../connectors/index.js';
import { Answers, ManagementApi, RequireScopes } from '../../management/index.js';
import { ConnectionAdministration } from '../connection-administration.js';
import { ConnectorCache } from '../connector-cache.js';
import { DirectorySearchQuery } from './directory-search-query.dto.js';
import { WireDirectoryUser } from './wire-directory-user.js';

const DEFAULT_TAKE = 50;
/** Milliseconds. */
const TIME_LIMIT = 10_000;

/** Looks up users of a connection's directory, who may never have signed in. Nothing found is kept. */
@ManagementApi('connections')
export class DirectorySearchController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly connectors: ConnectorCache,
    private readonly logger: Logger,
  ) {}

  @Get(':id/users')
  @Answers({ of: WireDirectoryUser, as: 'array' })
  @ApiOperation({ summary: "Look up people in a connection's directory" })
  @RequireScopes(['read:connections_users'])
  async find(@Param('id') id: string, @Query() query: DirectorySearchQuery) {
    const connection = await this.administration.read(id);
    try {
      const connector = this.connectors.connectorOf(connection);
      if (!canSearchDirectory(connector)) {
        throw new NotFoundError('The directory of this connection cannot be searched: its options do not allow it.');
      }
      const signal = AbortSignal.timeout(TIME_LIMIT);
      const users = await connector.findUsers({ text: query.q, limit: query.take ?? DEFAULT_TAKE, signal });
      return users.map(presented);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.logger.warn({ err: error, connection: connection.name, upstream: error.upstream }, 'directory not searched');
      // The upstream's own words stay in the log; its code is what its documentation is searched by.
      const code = error.upstream?.code === undefined ? '' : ` (${error.upstream.code})`;
      throw new ConflictError('directory_not_searched', `The directory could not be searched${code}: ${error.message}`);
    }
  }
}

function presented({ id, userName, name, email }: DirectoryUser): WireDirectoryUser {
  return {
    id,
    ...(userName !== undefined && { user_name: userName }),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
  };
}

import { Get, Param, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';
import { ConflictError, NotFoundError } from '../common/errors.js';
import { Logger } from '../common/logging/index.js';
import { perMinute, RateLimiter } from '../common/rate-limit/rate-limiter.js';
import { ConnectorError, canSearchDirectory, type DirectoryUser } from '../connectors/index.js';
import { EventRecorder, type NewEvent } from '../events/index.js';
import {
  Answers,
  CurrentToken,
  Digits,
  ManagementApi,
  type ManagementToken,
  RequireScopes,
} from '../management/index.js';
import { ConnectionAdministration } from './connection-administration.js';
import { SecretSwitch } from './connectors/secret-switch.js';
import type { Connection } from './model/connection.js';

/** Query of `GET /api/v2/connections/{id}/users`. */
export class DirectorySearchQuery {
  @JSONSchema({ description: 'Beginning of a name, user name or address.' })
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  readonly q!: string;

  @JSONSchema({ description: 'Users to return at most, 1 to 100. Default: 50.' })
  @IsOptional()
  @Digits()
  @IsInt()
  @Min(1)
  @Max(100)
  readonly take?: number;
}

/** Somebody in a connection's directory, as the management API gives them. */
export class WireDirectoryUser {
  @IsString() readonly id!: string;
  @IsOptional() @IsString() readonly user_name?: string;
  @IsOptional() @IsString() readonly name?: string;
  @IsOptional() @IsString() readonly email?: string;
}

/** For each management client: each look-up is a request to the upstream, and shows people who never signed in. */
const BY_CLIENT = perMinute('directory-search', 60);
const DEFAULT_TAKE = 50;
/** Milliseconds. */
const TIME_LIMIT = 10_000;

/** Looks up users of a connection's directory, who may never have signed in. Nothing found is kept. */
@ManagementApi('connections')
export class DirectorySearchController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly secrets: SecretSwitch,
    private readonly limiter: RateLimiter,
    private readonly events: EventRecorder,
    private readonly logger: Logger,
  ) {}

  @Get(':id/users')
  @Answers({ of: WireDirectoryUser, as: 'array' })
  @ApiOperation({ summary: "Look up people in a connection's directory" })
  @RequireScopes(['read:connections_users'])
  async find(@Param('id') id: string, @Query() query: DirectorySearchQuery, @CurrentToken() token: ManagementToken) {
    const connection = await this.administration.read(id);
    await this.limiter.spend(BY_CLIENT, token.clientId);
    try {
      const signal = AbortSignal.timeout(TIME_LIMIT);
      const users = await this.secrets.call(
        connection,
        async (connector) => {
          if (canSearchDirectory(connector)) {
            return connector.findUsers({ text: query.q, limit: query.take ?? DEFAULT_TAKE, signal });
          }
          throw new NotFoundError('The directory of this connection cannot be searched: its options do not allow it.');
        },
        signal,
      );
      await this.record('sapi', connection, token, { found: users.length });
      return users.map(presented);
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      this.logger.warn({ err: error, connection: connection.name, upstream: error.upstream }, 'directory not searched');
      await this.record('fapi', connection, token, { reason: 'directory_not_searched' });
      // The upstream's own words stay in the log; its code is what its documentation is searched by.
      const code = error.upstream?.code === undefined ? '' : ` (${error.upstream.code})`;
      throw new ConflictError('directory_not_searched', `The directory could not be searched${code}: ${error.message}`);
    }
  }

  /** Records who looked and where, but not for whom: the search text is a person's name. */
  private record(
    type: 'sapi' | 'fapi',
    connection: Connection,
    { clientId }: ManagementToken,
    details: NewEvent['details'] = {},
  ): Promise<void> {
    return this.events.record({
      type,
      description: type === 'sapi' ? 'Directory searched.' : 'A directory could not be searched.',
      clientId,
      connectionId: connection.id,
      connection: connection.name,
      details,
    });
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

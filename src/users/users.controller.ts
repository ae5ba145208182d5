import { Body, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { InvalidInputError } from '../common/errors.js';
import { EventStore } from '../events/index.js';
import {
  Answers,
  CurrentToken,
  FieldsQuery,
  LogAnswer,
  LogPageQuery,
  ManagementApi,
  type ManagementToken,
  pageAnswer,
  presentLog,
  RequireScopes,
  searchTerms,
  selectFields,
  toPageRequest,
} from '../management/index.js';
import {
  ListUsersQuery,
  presentUser,
  UpdateUserDto,
  USER_SEARCH_FIELDS,
  UserAnswer,
  UsersByEmailQuery,
} from './user.dto.js';
import { type UserFilter, UserStore } from './user.store.js';
import { UserAdministration } from './user-administration.js';

/** `/api/v2/users`: the people who have signed in. They come from their connections; here they are found, blocked and deleted. */
@ManagementApi('users')
export class UsersController {
  constructor(
    private readonly store: UserStore,
    private readonly users: UserAdministration,
    private readonly events: EventStore,
  ) {}

  @Get()
  @RequireScopes(['read:users'])
  @Answers({ of: UserAnswer, as: 'page', key: 'users' })
  @ApiOperation({ summary: 'List users' })
  async list(@Query() query: ListUsersQuery) {
    const request = toPageRequest(query);
    const order = query.sort === 'created_at:1' ? 'oldest-first' : 'newest-first';
    const page = await this.store.list(filterOf(query), request, order);
    return pageAnswer('users', query, request, page, (user) => selectFields(presentUser(user), query));
  }

  @Get(':id')
  @RequireScopes(['read:users'])
  @Answers({ of: UserAnswer })
  @ApiOperation({ summary: 'Read a user' })
  async read(@Param('id') id: string, @Query() query: FieldsQuery) {
    return selectFields(presentUser(await this.users.read(id)), query);
  }

  @Patch(':id')
  @RequireScopes(['update:users'])
  @Answers({ of: UserAnswer })
  @ApiOperation({ summary: 'Block or unblock a user' })
  async change(@Param('id') id: string, @Body() body: UpdateUserDto, @CurrentToken() token: ManagementToken) {
    const { blocked } = body;
    return presentUser(
      blocked === undefined ? await this.users.read(id) : await this.users.setBlocked(id, blocked, token),
    );
  }

  /** Idempotent, as the tools of this dialect expect: 204 also when they are gone. */
  @Delete(':id')
  @HttpCode(204)
  @RequireScopes(['delete:users'])
  @ApiOperation({ summary: 'Delete a user and end their sessions' })
  delete(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<void> {
    return this.users.delete(id, token);
  }

  @Get(':id/logs')
  @RequireScopes(['read:users', 'read:logs'])
  @Answers({ of: LogAnswer, as: 'page', key: 'logs' })
  @ApiOperation({ summary: 'List what happened to one user, newest first' })
  async logs(@Param('id') id: string, @Query() query: LogPageQuery) {
    await this.users.read(id);
    const request = toPageRequest(query);
    const page = await this.events.list({ userId: id }, request);
    return pageAnswer('logs', query, request, page, (event) => selectFields(presentLog(event), query));
  }
}

/** The same thing asked for in two ways must be asked for alike. */
function filterOf(query: ListUsersQuery): UserFilter {
  const terms = searchTerms(query.q, USER_SEARCH_FIELDS);
  const connectionName = once('connection', query.connection, terms['identities.connection']);
  const email = once('email', query.email?.toLowerCase(), terms.email?.toLowerCase());
  return {
    ...(terms.user_id !== undefined && { id: terms.user_id }),
    ...(connectionName !== undefined && { connectionName }),
    ...(email !== undefined && { email }),
  };
}

function once(field: string, parameter: string | undefined, term: string | undefined): string | undefined {
  if (parameter !== undefined && term !== undefined && parameter !== term) {
    throw new InvalidInputError([{ field, message: `${field} and q ask for different things.` }]);
  }
  return parameter ?? term;
}

/** More users than this with one address are found through the list. */
const MAX_USERS = 100;

/** `/api/v2/users-by-email`: always a bare array, since one address may belong to users of several connections. */
@ManagementApi('users-by-email')
export class UsersByEmailController {
  constructor(private readonly store: UserStore) {}

  @Get()
  @RequireScopes(['read:users'])
  @Answers({ of: UserAnswer, as: 'array' })
  @ApiOperation({ summary: 'Find users by e-mail address' })
  async list(@Query() query: UsersByEmailQuery) {
    const all = { kind: 'offset', page: 0, perPage: MAX_USERS } as const;
    const page = await this.store.list({ email: query.email.toLowerCase() }, all);
    return page.items.map((user) => selectFields(presentUser(user), query));
  }
}

import { Get, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Answers, ManagementApi, RequireScopes, selectFields } from '../management/index.js';
import { UsersByEmailQuery } from './dto/user-queries.dto.js';
import { UserStore } from './user.store.js';
import { presentUser, UserAnswer } from './wire/user-presenter.js';

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

import { Injectable } from '@nestjs/common';
import type { Account, AccountClaims } from 'oidc-provider';
import { ConnectionDirectory } from '../../connections/index.js';
import { type User, UserDirectory } from '../../users/index.js';
import { claimsOf } from './claims.js';

/** A user as the library knows it. */
export class HubAccount implements Account {
  readonly [key: string]: unknown;
  readonly accountId: string;

  constructor(readonly user: User) {
    this.accountId = user.id;
  }

  readonly claims = (): AccountClaims => claimsOf(this.user);
}

/** Who may be told to an application: looked up afresh for every page, code, token and refresh. */
@Injectable()
export class Accounts {
  constructor(
    private readonly users: UserDirectory,
    private readonly connections: ConnectionDirectory,
  ) {}

  /**
   * The user, unless blocked or gone, or signed in through a connection that is disabled, gone, or not usable by this
   * application.
   */
  async find(userId: string, clientId: string): Promise<HubAccount | undefined> {
    const user = await this.users.find(userId);
    if (user === undefined || user.blocked) return undefined;
    const usable = await this.connections.isUsableBy(user.identity.connectionId, clientId);
    return usable ? new HubAccount(user) : undefined;
  }
}

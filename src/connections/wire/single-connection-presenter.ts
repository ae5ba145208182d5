import { Injectable } from '@nestjs/common';
import type { ManagementToken } from '../../management/index.js';
import { AdminConsents } from '../admin-consents.js';
import type { Connection } from '../connection.js';
import { ConnectionPresenter, type WireConnection } from './connection-presenter.js';

/** What the management API gives of one connection alone: also what a list would have to look up for each. */
@Injectable()
export class SingleConnectionPresenter {
  constructor(
    private readonly presenter: ConnectionPresenter,
    private readonly consents: AdminConsents,
  ) {}

  async present(connection: Connection, token: ManagementToken): Promise<WireConnection> {
    const wire = this.presenter.present(connection, token.scopes.has('read:connections_options'));
    if (!this.presenter.asksAdministrators(connection)) return wire;
    return { ...wire, admin_consent: await this.consents.list(connection) };
  }
}

import { Injectable } from '@nestjs/common';
import type { ManagementToken } from '../../management/index.js';
import type { Connection } from '../connection.js';
import { AdminConsentStore } from '../consent/admin-consent.store.js';
import { presentConsent } from '../consent/wire-admin-consent.js';
import { ConnectionPresenter, type WireConnection } from './connection-presenter.js';

/** More are in nobody's interest at once. */
const MAX_CONSENTS = 100;

/** What the management API gives of one connection alone: also what a list would have to look up for each. */
@Injectable()
export class SingleConnectionPresenter {
  constructor(
    private readonly presenter: ConnectionPresenter,
    private readonly consents: AdminConsentStore,
  ) {}

  async present(connection: Connection, token: ManagementToken): Promise<WireConnection> {
    const wire = this.presenter.present(connection, token.scopes.has('read:connections_options'));
    if (!this.presenter.asksAdministrators(connection)) return wire;
    const consents = await this.consents.list(connection.id, MAX_CONSENTS);
    return { ...wire, admin_consent: consents.map(presentConsent) };
  }
}

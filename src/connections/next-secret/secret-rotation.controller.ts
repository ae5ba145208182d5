import { HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ConflictError } from '../../common/errors.js';
import { EventRecorder } from '../../events/index.js';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../../management/index.js';
import { ConnectionCheck } from '../check/connection-check.js';
import { ConnectionAdministration } from '../connection-administration.js';
import { WireConnection } from '../wire/connection-presenter.js';
import { SingleConnectionPresenter } from '../wire/single-connection-presenter.js';
import { RotateSecretQuery } from './rotate-secret-query.dto.js';
import { SecretSwitch } from './secret-switch.js';

/** Switches a connection to its next secret. */
@ManagementApi('connections')
export class SecretRotationController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly check: ConnectionCheck,
    private readonly secrets: SecretSwitch,
    private readonly presenter: SingleConnectionPresenter,
    private readonly events: EventRecorder,
  ) {}

  /** The check quotes the options, so it needs the right to read them. */
  @Post(':id/rotate-secret')
  @Answers({ of: WireConnection })
  @ApiOperation({ summary: 'Switch to the secret that comes next (client_secret_next)' })
  @HttpCode(200)
  @RequireScopes(['update:connections', 'update:connections_options', 'read:connections_options'])
  async rotate(
    @Param('id') id: string,
    @Query() query: RotateSecretQuery,
    @CurrentToken() token: ManagementToken,
  ): Promise<WireConnection> {
    const connection = await this.administration.read(id);
    if (connection.nextSecrets === undefined) {
      const message =
        'There is no next secret to switch to: change options.client_secret_next of the connection first.';
      throw new ConflictError('no_next_secret', message);
    }
    if (query.check !== false) await this.check.requireNext(connection, token);
    const switched = await this.secrets.switch(connection);
    if (switched === undefined) {
      throw new ConflictError(
        'connection_changed',
        'Somebody else changed this connection at the same time: try again.',
      );
    }
    await this.events.record({
      type: 'sapi',
      description: 'Switched to the next secret of a connection.',
      clientId: token.clientId,
      connectionId: id,
      connection: connection.name,
      details: { strategy: connection.strategy, checked: query.check !== false },
    });
    return this.presenter.present(switched, token);
  }
}

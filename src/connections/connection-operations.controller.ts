import { Body, Get, HttpCode, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ConflictError } from '../common/errors.js';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../management/index.js';
import { AdminConsents } from './admin-consents.js';
import { CheckReport } from './check/check-report.js';
import { ConnectionCheck } from './check/connection-check.js';
import { CompleteRefusalInterceptor } from './complete-refusal.interceptor.js';
import { CreateConnectionDto, RotateSecretQuery } from './connection.dto.js';
import { ConnectionAdministration } from './connection-administration.js';
import { ConnectionPresenter, WireConnection } from './connection-presenter.js';
import { ConnectionStatus, ConnectionStatusReader } from './connection-status.js';
import { SecretSwitch } from './connectors/secret-switch.js';

/** Milliseconds in which claimed consents are asked about. */
const CONSENT_TIME = 5_000;

/**
 * What can be asked and done about a connection beside changing it: checks, its status, the switch to the next secret.
 * A check sends the secret to the upstream, so it needs the right to write; its report quotes options, so that of a saved
 * connection also needs the right to read them.
 */
@ManagementApi('connections')
export class ConnectionOperationsController {
  constructor(
    private readonly administration: ConnectionAdministration,
    private readonly check: ConnectionCheck,
    private readonly status: ConnectionStatusReader,
    private readonly secrets: SecretSwitch,
    private readonly presenter: ConnectionPresenter,
    private readonly consents: AdminConsents,
  ) {}

  @Post('check')
  @Answers({ of: CheckReport })
  @ApiOperation({ summary: 'Check a connection before it is saved' })
  @HttpCode(200)
  @UseInterceptors(CompleteRefusalInterceptor)
  @RequireScopes(['create:connections'])
  checkDraft(@Body() body: CreateConnectionDto, @CurrentToken() token: ManagementToken): Promise<CheckReport> {
    return this.check.run(this.administration.draft(body), token);
  }

  @Post(':id/check')
  @Answers({ of: CheckReport })
  @ApiOperation({ summary: 'Check a saved connection' })
  @HttpCode(200)
  @RequireScopes(['update:connections', 'read:connections_options'])
  async checkSaved(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<CheckReport> {
    const connection = await this.administration.read(id);
    const report = await this.check.run(connection, token);
    await this.consents.confirmClaimed(connection, AbortSignal.timeout(CONSENT_TIME));
    return report;
  }

  /** How a connection has been doing. Asks no upstream: that is what a check is for. */
  @Get(':id/status')
  @RequireScopes(['read:connections'])
  @Answers({ of: ConnectionStatus })
  @ApiOperation({ summary: 'Read how a connection has been doing; asks no upstream' })
  async readStatus(@Param('id') id: string, @CurrentToken() token: ManagementToken): Promise<ConnectionStatus> {
    return this.status.read(await this.administration.read(id), token.scopes.has('read:connections_options'));
  }

  /** The check quotes the options, so it needs the right to read them. */
  @Post(':id/rotate-secret')
  @Answers({ of: WireConnection })
  @ApiOperation({ summary: 'Switch to the secret that comes next (client_secret_next)' })
  @HttpCode(200)
  @RequireScopes(['update:connections', 'update:connections_options', 'read:connections_options'])
  async rotate(
    @Param('id') id: string,
    @Query() { check = true }: RotateSecretQuery,
    @CurrentToken() token: ManagementToken,
  ): Promise<WireConnection> {
    const connection = await this.administration.read(id);
    if (connection.nextSecrets === undefined) {
      const message =
        'There is no next secret to switch to: change options.client_secret_next of the connection first.';
      throw new ConflictError('no_next_secret', message);
    }
    if (check) await this.check.requireNext(connection, token);
    return this.presenter.presentOne(await this.secrets.switchFor(connection, token, { checked: check }), token);
  }
}

import { Body, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Clock } from '../../common/clock.js';
import { ConnectorRegistry } from '../../connectors/index.js';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../../management/index.js';
import { AdminConsents } from '../admin-consents.js';
import { CompleteRefusalInterceptor } from '../complete-refusal.interceptor.js';
import { ConnectionAdministration } from '../connection-administration.js';
import { newConnection } from '../connection-draft.js';
import { CreateConnectionDto } from '../dto/create-connection.dto.js';
import { requiredConnector } from '../required-connector.js';
import { CheckReport } from './check-report.js';
import { ConnectionCheck } from './connection-check.js';

/** Milliseconds in which claimed consents are asked about. */
const CONSENT_TIME = 5_000;

/**
 * Checks of connections, saved or not. They send the secret to the upstream, so they need the right to write; the report
 * quotes options, so that of a saved one also needs the right to read them.
 */
@ManagementApi('connections')
export class ConnectionChecksController {
  constructor(
    private readonly check: ConnectionCheck,
    private readonly administration: ConnectionAdministration,
    private readonly registry: ConnectorRegistry,
    private readonly clock: Clock,
    private readonly consents: AdminConsents,
  ) {}

  @Post('check')
  @Answers({ of: CheckReport })
  @ApiOperation({ summary: 'Check a connection before it is saved' })
  @HttpCode(200)
  @UseInterceptors(CompleteRefusalInterceptor)
  @RequireScopes(['create:connections'])
  async checkDraft(@Body() body: CreateConnectionDto, @CurrentToken() token: ManagementToken): Promise<CheckReport> {
    const definition = requiredConnector(this.registry, body.strategy);
    return this.check.run(newConnection(body, definition, { id: '', now: this.clock.now() }), token);
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
}

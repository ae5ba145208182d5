import { Body, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../../management/index.js';
import { CompleteRefusalInterceptor } from '../complete-refusal.interceptor.js';
import { CreateConnectionDto, UpdateConnectionDto } from '../connection.dto.js';
import { OptionalBodyInterceptor } from './optional-body.interceptor.js';
import { TrialAdministration } from './trial-administration.js';
import { presentTrial, TrialLink, WireTrial } from './wire-trial.js';

/**
 * Trial sign-ins of connections, saved or not. Like a check they send the secret to the upstream, so they need the right
 * to write. The report shows options and a person, so reading it needs the right to read both.
 */
@ManagementApi('connections')
export class TrialsController {
  constructor(private readonly administration: TrialAdministration) {}

  @Post('try')
  @Answers({ of: TrialLink })
  @ApiOperation({ summary: 'Make a link that tries a connection before it is saved, by a real sign-in' })
  @UseInterceptors(CompleteRefusalInterceptor)
  @RequireScopes(['create:connections'])
  tryDraft(@Body() body: CreateConnectionDto, @CurrentToken() token: ManagementToken): Promise<TrialLink> {
    return this.administration.ofDraft(body, token);
  }

  @Post(':id/try')
  @Answers({ of: TrialLink })
  @ApiOperation({
    summary: 'Make a link that tries a saved connection by a real sign-in',
    description: 'With a body, it is tried as that change would make it; nothing is saved.',
  })
  @UseInterceptors(OptionalBodyInterceptor, CompleteRefusalInterceptor)
  @RequireScopes(['update:connections', 'read:connections_options'])
  trySaved(
    @Param('id') id: string,
    @Body() change: UpdateConnectionDto,
    @CurrentToken() token: ManagementToken,
  ): Promise<TrialLink> {
    return this.administration.ofSaved(id, change, token);
  }

  @Get('trials/:trialId')
  @Answers({ of: WireTrial })
  @ApiOperation({ summary: 'Read a trial sign-in and its report; for 24 hours after its end' })
  @RequireScopes(['read:connections_options', 'read:users'])
  async read(@Param('trialId') trialId: string): Promise<WireTrial> {
    return presentTrial(await this.administration.read(trialId));
  }
}

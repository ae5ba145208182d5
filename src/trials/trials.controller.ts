import {
  Body,
  type CallHandler,
  type ExecutionContext,
  Get,
  Injectable,
  type NestInterceptor,
  Param,
  Post,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { CompleteRefusalInterceptor, CreateConnectionDto, UpdateConnectionDto } from '../connections/index.js';
import { Answers, CurrentToken, ManagementApi, type ManagementToken, RequireScopes } from '../management/index.js';
import { TrialLink, WireTrial } from './trial.dto.js';
import type { Trial } from './trial.js';
import { TrialAdministration } from './trial-administration.js';

/** For a route whose body may be left out: none is the same as `{}`. */
@Injectable()
class OptionalBodyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    request.body ??= {};
    return next.handle();
  }
}

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

function presentTrial(trial: Trial): WireTrial {
  return {
    id: trial.id,
    status: trial.report !== undefined ? 'finished' : trial.openedAt !== undefined ? 'opened' : 'waiting',
    connection: trial.connectionName,
    ...(trial.connectionId !== undefined && { connection_id: trial.connectionId }),
    strategy: trial.strategy,
    is_draft: trial.isDraft,
    created_at: trial.createdAt.toISOString(),
    ...(trial.openedAt !== undefined && { opened_at: trial.openedAt.toISOString() }),
    ...(trial.finishedAt !== undefined && { finished_at: trial.finishedAt.toISOString() }),
    expires_at: trial.expiresAt.toISOString(),
    ...(trial.report !== undefined && { report: trial.report }),
  };
}

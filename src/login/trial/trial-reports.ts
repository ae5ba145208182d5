import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { currentRequestContext } from '../../common/request-context.js';
import { TRIAL_LIFETIME_MS, type Trial, TrialStore } from '../../connections/index.js';
import { EventRecorder } from '../../events/index.js';
import { LoginRefused } from '../flow/login-refused.js';
import { reportOf, type TrialFindings } from './trial-report.js';

/** Where a trial has its page: the link to open, later the report. */
export function pathOfTrial({ id }: Pick<Trial, 'id'>): string {
  return `/login/try/${encodeURIComponent(id)}`;
}

/** Writes the report of a trial down, once, and an event of its own kind: a trial is no sign-in, and counts as none. */
@Injectable()
export class TrialReports {
  constructor(
    private readonly trials: TrialStore,
    private readonly events: EventRecorder,
    private readonly clock: Clock,
  ) {}

  /** @returns the path of the report. @throws {LoginRefused} when there is one already, or the trial is gone. */
  async write(trial: Trial, findings: Omit<TrialFindings, 'correlationId'>): Promise<string> {
    const correlationId = currentRequestContext()?.correlationId;
    const report = reportOf({ ...findings, ...(correlationId !== undefined && { correlationId }) });
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + TRIAL_LIFETIME_MS);
    if (!(await this.trials.finish(trial.id, report, now, expiresAt))) throw new LoginRefused('trial_not_found');
    const { failure } = report;
    await this.events.record({
      type: 'trial',
      description: `Trial sign-in finished: ${report.outcome}.`,
      ...(trial.connectionId !== undefined && { connectionId: trial.connectionId }),
      connection: trial.connectionName,
      details: {
        strategy: trial.strategy,
        trial: trial.id,
        is_draft: trial.isDraft,
        outcome: report.outcome,
        warnings: report.warnings.map(({ code }) => code),
        ...(failure !== undefined && { reason: failure.reason, step: failure.stage, actor: failure.actor }),
        ...(failure?.upstream_code !== undefined && { upstream_code: failure.upstream_code }),
      },
    });
    return pathOfTrial(trial);
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Logger } from '../../common/logging/index.js';
import {
  type Connection,
  ConnectionDirectory,
  type Trial,
  type TrialFailure,
  TrialStore,
} from '../../connections/index.js';
import { ConnectorError } from '../../connectors/index.js';
import { LoginFailures } from '../flow/login-failures.js';
import { LoginRefused } from '../flow/login-refused.js';
import { SignInPolicy } from '../flow/sign-in-policy.js';
import type { UpstreamAnswer } from '../flow/upstream-answer.js';
import { type ReturnedPerson, UpstreamReturn } from '../flow/upstream-return.js';
import type { LoginPurpose, PendingLogin } from '../pending-login.store.js';
import { TrialConversation } from './trial-conversation.js';
import { connectorFailure, goneFailure, ownFailure } from './trial-failure.js';
import { TrialNotes } from './trial-notes.js';
import type { TriedPerson } from './trial-report.js';
import { TrialReports } from './trial-reports.js';
import { noteWarnings } from './trial-warnings.js';
import { TriedConnections } from './tried-connections.js';

type ForTrial = Extract<LoginPurpose, { readonly kind: 'trial' }>;

/**
 * Turn two of a trial: the answer is verified and judged like that of any sign-in, and what comes out is written into the
 * report. Makes no user, no session and no code: it has nothing at hand that could.
 */
@Injectable()
export class TrialFinisher {
  constructor(
    private readonly trials: TrialStore,
    private readonly connections: ConnectionDirectory,
    private readonly tried: TriedConnections,
    private readonly upstream: UpstreamReturn,
    private readonly conversation: TrialConversation,
    private readonly policy: SignInPolicy,
    private readonly reports: TrialReports,
    private readonly failures: LoginFailures,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @param login consumed already. @returns the path of the report. @throws {LoginRefused} when the trial is over. */
  async finish(login: PendingLogin, { trialId }: ForTrial, answer: UpstreamAnswer): Promise<string> {
    const trial = await this.trials.find(trialId, this.clock.now());
    if (trial === undefined || trial.finishedAt !== undefined) throw new LoginRefused('trial_not_found');
    const connection = await this.tried.find(trial);
    if (connection === undefined) {
      return await this.reports.write(trial, { notes: trial.notes, failure: goneFailure('callback') });
    }
    const notes = new TrialNotes(trial.notes, connection);
    const returned = { login, answer, connection };
    const misfit = this.upstream.misfit(returned);
    if (misfit !== undefined) {
      const failure = ownFailure('callback', misfit, 'operator');
      return await this.reports.write(trial, { notes: notes.all, failure });
    }
    let found: ReturnedPerson;
    try {
      found = await this.conversation.identify(returned, notes);
    } catch (error) {
      const failure = notes.withoutSecrets(connectorFailure(error, 'callback'));
      this.noteReached(notes, failure.stage);
      await this.tell(error, trial, connection);
      return await this.reports.write(trial, { notes: notes.all, failure });
    }
    this.noteReached(notes, 'policy');
    return await this.judge(trial, connection, found, notes);
  }

  /** The same questions in the same order as for a sign-in that counts; none of them ends the report early. */
  private async judge(trial: Trial, connection: Connection, found: ReturnedPerson, notes: TrialNotes): Promise<string> {
    const assessment = await this.policy.assess(connection, found.profile);
    const foreseen = await this.policy.foresee(connection, found.identity, assessment);
    noteWarnings(notes, connection, assessment, this.clock.now());
    const failure = ((): TrialFailure | undefined => {
      if (assessment.refusal !== undefined) return ownFailure('policy', assessment.refusal);
      if (foreseen === 'blocked') return ownFailure('policy', 'user_blocked');
      return foreseen === 'unknown' ? ownFailure('policy', 'user_unknown') : undefined;
    })();
    notes.reached('policy');
    notes.reached('profile');
    const person: TriedPerson = {
      ...found,
      rootProfile: assessment.profile,
      emailTrust: assessment.emailTrust,
      user: failure === undefined && (foreseen === 'create' || foreseen === 'recognise') ? foreseen : 'refuse',
    };
    const path = await this.reports.write(trial, {
      notes: notes.all,
      person,
      ...(failure !== undefined && { failure }),
    });
    // It counts as no sign-in, and yet proves about a saved connection what a sign-in would.
    if (failure === undefined && !trial.isDraft) await this.connections.signedIn(connection, found.identity);
    return path;
  }

  /** What a connector need not tell, because the hub sees it: the answer came, and was believed. */
  private noteReached(notes: TrialNotes, stage: string): void {
    const implied = stage === 'policy' ? ['callback', 'claims'] : ['callback'];
    const isBefore = stage === 'callback' || stage === 'discovery' || stage === 'authorize';
    for (const one of isBefore ? [] : implied) if (!notes.has(one)) notes.reached(one);
  }

  private async tell(error: unknown, trial: Trial, connection: Connection): Promise<void> {
    const detail = { trial: trial.id, connection: connection.name, err: error };
    if (!(error instanceof ConnectorError)) this.logger.error(detail, 'A connector broke its contract in a trial');
    else this.logger.info(detail, 'A trial sign-in failed at the connection');
    if (!trial.isDraft && error instanceof ConnectorError && error.secretExpired) {
      await this.failures.tellOfExpiredSecret(connection);
    }
  }
}

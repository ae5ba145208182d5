import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { currentRequestContext } from '../common/request-context.js';
import { ConnectorError, type ConnectorErrorActor, type JsonObject } from '../connectors/index.js';
import { EventRecorder } from '../events/index.js';
import {
  type Assessment,
  isVerified,
  LoginRefused,
  type RefusalReason,
  type ReturnedPerson,
  referencesOf,
  refusals,
} from '../upstream/index.js';
import { en } from './messages/en.js';
import type { TrialFailure, TrialOutcome, TrialReport, TrialStage, TrialWarning } from './trial.dto.js';
import { pathOfTrial, TRIAL_LIFETIME_MS, type Trial, type TrialNote, TrialStore } from './trial.js';
import { okSentence, ownRefusal, ownWarning, skippedSentence } from './trial-sentences.js';

/** What a trial found about the person who signed in. */
export interface TriedPerson extends ReturnedPerson {
  readonly assessment: Assessment;
  readonly user: NonNullable<TrialReport['user']>;
}

export interface TrialFindings {
  readonly notes: readonly TrialNote[];
  readonly failure?: TrialFailure;
  readonly person?: TriedPerson;
  readonly correlationId?: string;
}

const FIRST = ['discovery', 'authorize', 'callback', 'token', 'signature', 'claims'] as const;
const LAST = ['graph', 'policy', 'profile'] as const;
const FROM_BAD_TO_GOOD: readonly TrialOutcome[] = ['failed', 'warning', 'ok'];

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

/** Why the hub itself would refuse the sign-in. */
export function ownFailure(stage: string, reason: RefusalReason, actor?: ConnectorErrorActor): TrialFailure {
  const whoActs = actor ?? refusals[reason].actor ?? 'person';
  const message = ownRefusal(reason, 'en') ?? '';
  return { stage, reason, actor: whoActs, message, what_to_do: en.advice[whoActs] };
}

/** Why the sign-in failed at the connection. @param turn the stage that an error without a step of its own ended in. */
export function connectorFailure(error: unknown, turn: 'authorize' | 'callback'): TrialFailure {
  if (!(error instanceof ConnectorError)) return ownFailure(turn, 'connector_broken');
  const { code: reason, step, actor, publicMessage: message } = error;
  // Stages have the names that observers use; a step of an error is named otherwise in one case.
  const stage = step === 'tokens' ? 'token' : step;
  return { stage, reason, actor, message, what_to_do: en.advice[actor], ...referencesOf(error) };
}

/** The report as the management API gives it, in English. Pages find their sentences by its codes. Pure. */
export function reportOf(findings: TrialFindings): TrialReport {
  const { notes, failure, person, correlationId } = findings;
  const stages = stagesOf(findings);
  const warnings = notes.flatMap((note): TrialWarning[] => {
    if (note.kind !== 'warned') return [];
    const { stage, code, messageKey } = note;
    return [{ stage, code, message: warningOf(note), ...(messageKey !== undefined && { message_key: messageKey }) }];
  });
  return {
    outcome: FROM_BAD_TO_GOOD.find((one) => stages.some((stage) => stage.outcome === one)) ?? 'skipped',
    stages,
    warnings,
    ...(failure !== undefined && { failure }),
    ...(person !== undefined && aboutPerson(person)),
    ...(correlationId !== undefined && { correlation_id: correlationId }),
  };
}

function stagesOf({ notes, failure }: TrialFindings): readonly TrialStage[] {
  const told = notes.map((note) => note.stage);
  const known = new Set<string>([...FIRST, ...LAST]);
  const others = [...new Set([...told, ...(failure === undefined ? [] : [failure.stage])])];
  const names = [...FIRST, ...others.filter((name) => !known.has(name)), ...LAST];
  const failedAt = failure === undefined ? names.length : names.indexOf(failure.stage);
  return names.map((name, index) => stageOf(name, { notes, isReached: index < failedAt, ...(failure && { failure }) }));
}

function stageOf(
  stage: string,
  { notes, failure, isReached }: { notes: readonly TrialNote[]; failure?: TrialFailure; isReached: boolean },
): TrialStage {
  const own = notes.filter((note) => note.stage === stage);
  const passed = own.findLast((note) => note.kind === 'passed');
  const warning = own.find((note) => note.kind === 'warned');
  const detail = passed?.detail !== undefined ? { detail: passed.detail } : {};
  if (failure?.stage === stage) return { stage, outcome: 'failed', message: failure.message, ...detail };
  if (warning !== undefined) return { stage, outcome: 'warning', message: warningOf(warning), ...detail };
  if (passed !== undefined) return { stage, outcome: 'ok', message: okSentence(en, stage), ...detail };
  return { stage, outcome: 'skipped', message: skippedSentence(en, isReached) };
}

function warningOf({ code, message = '' }: Extract<TrialNote, { readonly kind: 'warned' }>): string {
  return ownWarning(en, code) ?? message;
}

function aboutPerson({ identity, assessment, user }: TriedPerson): Partial<TrialReport> {
  const { emailTrust } = assessment;
  return {
    identity: { issuer: identity.issuer, subject: identity.subject },
    claims: identity.claims,
    profile: wireProfile(assessment.profile),
    email_verification: { verified: isVerified(emailTrust), because: emailTrust, message: en.verdicts[emailTrust] },
    user,
  };
}

/** Under the names of claims (OpenID Connect Core 1.0, section 5.1), as an application would get them with all scopes. */
function wireProfile(profile: Assessment['profile']): JsonObject {
  const { email, emailVerified } = profile;
  const named = {
    name: profile.name,
    given_name: profile.givenName,
    family_name: profile.familyName,
    nickname: profile.nickname,
    preferred_username: profile.preferredUsername,
    ...(email !== undefined && { email, email_verified: emailVerified }),
    picture: profile.picture,
    locale: profile.locale,
    groups: profile.groups,
    attributes: profile.attributes,
  };
  return JSON.parse(JSON.stringify(named)) as JsonObject;
}

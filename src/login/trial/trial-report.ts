import type {
  TrialFailure,
  TrialNote,
  TrialOutcome,
  TrialReport,
  TrialStage,
  TrialWarning,
} from '../../connections/index.js';
import type { JsonObject } from '../../connectors/index.js';
import type { RootProfile } from '../../users/index.js';
import type { EmailTrust } from '../flow/email-trust.js';
import { isVerified } from '../flow/email-trust.js';
import type { ReturnedPerson } from '../flow/upstream-return.js';
import { en } from '../messages/trial/en.js';

/** What a trial found about the person who signed in. */
export interface TriedPerson extends ReturnedPerson {
  readonly rootProfile: RootProfile;
  readonly emailTrust: EmailTrust;
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

/** The report of a trial, in English; pages translate it by its codes. Pure. */
export function reportOf(findings: TrialFindings): TrialReport {
  const { notes, failure, person, correlationId } = findings;
  const stages = stagesOf(findings);
  const warnings = notes.flatMap((note): TrialWarning[] => {
    if (note.kind !== 'warned') return [];
    const { stage, code, message, messageKey } = note;
    return [{ stage, code, message, ...(messageKey !== undefined && { message_key: messageKey }) }];
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
  const detail = passed?.kind === 'passed' && passed.detail !== undefined ? { detail: passed.detail } : {};
  if (failure?.stage === stage) return { stage, outcome: 'failed', message: failure.message, ...detail };
  if (warning?.kind === 'warned') return { stage, outcome: 'warning', message: warning.message, ...detail };
  if (passed !== undefined) return { stage, outcome: 'ok', message: okSentence(en, stage), ...detail };
  return { stage, outcome: 'skipped', message: isReached ? en.notUsed : en.notReached };
}

/** What is said of a stage that went well. */
export function okSentence(words: typeof en, stage: string): string {
  return Object.hasOwn(words.stageOk, stage) ? words.stageOk[stage as keyof typeof words.stageOk] : words.passed;
}

function aboutPerson(person: TriedPerson): Partial<TrialReport> {
  const { identity, rootProfile, emailTrust, user } = person;
  return {
    identity: { issuer: identity.issuer, subject: identity.subject },
    claims: identity.claims,
    profile: wireProfile(rootProfile),
    email_verification: {
      verified: isVerified(emailTrust),
      because: emailTrust,
      message: en.verdicts[emailTrust],
    },
    user,
  };
}

/** Under the names of claims (OpenID Connect Core 1.0, section 5.1), as an application would get them with all scopes. */
function wireProfile(profile: RootProfile): JsonObject {
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

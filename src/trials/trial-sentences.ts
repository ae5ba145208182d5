/**
 * What is said about a trial, found by codes: a report carries codes, and each sentence is looked up when it is shown. Only
 * what a connector says travels as a text, with the key of its translation.
 */
import { type Locale, messagesFor } from '../pages/index.js';
import { isOwnRefusal, refusals, type Sentence } from '../upstream/index.js';
import type { TrialMessages } from './messages/en.js';
import { trialMessagesFor } from './messages/messages.js';
import type { TrialReport, TrialStage, TrialWarning } from './trial.dto.js';

/** Says what a connector said, in the language of the page where the connector has words in it, else in English. */
export type SayForConnector = (publicMessage: string, messageKey?: string) => Sentence;

/** The sentences of a report in the language of a page. */
export interface TrialSentences {
  readonly failure?: Sentence;
  readonly warnings: readonly Sentence[];
  /** In the order of the report's stages. */
  readonly stages: readonly Sentence[];
}

export function sentencesOf(report: TrialReport, locale: Locale, say: SayForConnector): TrialSentences {
  const words = trialMessagesFor(locale);
  const failed = report.failure && failureSentence(report.failure, locale, say);
  const failedAt = report.stages.findIndex(({ outcome }) => outcome === 'failed');
  const warningOf = ({ code, message, message_key: key }: TrialWarning): Sentence => {
    const own = ownWarning(words, code);
    return own === undefined ? say(message, key) : { text: own, locale };
  };
  const stageOf = ({ stage, outcome, message }: TrialStage, index: number): Sentence => {
    switch (outcome) {
      case 'ok':
        return { text: okSentence(words, stage), locale };
      case 'skipped':
        return { text: skippedSentence(words, failedAt === -1 || index < failedAt), locale };
      case 'failed':
        return failed ?? say(message);
      case 'warning': {
        const warning = report.warnings.find((one) => one.stage === stage);
        return warning === undefined ? say(message) : warningOf(warning);
      }
    }
  };
  return {
    ...(failed !== undefined && { failure: failed }),
    warnings: report.warnings.map(warningOf),
    stages: report.stages.map(stageOf),
  };
}

function failureSentence(
  { reason, message, message_key: key }: NonNullable<TrialReport['failure']>,
  locale: Locale,
  say: SayForConnector,
): Sentence {
  const own = ownRefusal(reason, locale);
  return own === undefined ? say(message, key) : { text: own, locale };
}

/** Why the hub itself would refuse the sign-in. Undefined for a connector's error, which has a sentence of its own. */
export function ownRefusal(reason: string, locale: Locale): string | undefined {
  if (!isOwnRefusal(reason)) return undefined;
  // Whatever its state, a connection can be tried: one that cannot is gone.
  if (reason === 'connection_unusable') return trialMessagesFor(locale).connectionGone;
  return messagesFor(locale)[refusals[reason].sentence];
}

/** Undefined for a warning of a connector's. */
export function ownWarning({ warnings }: TrialMessages, code: string): string | undefined {
  return Object.hasOwn(warnings, code) ? warnings[code as keyof typeof warnings] : undefined;
}

export function okSentence({ stageOk, passed }: TrialMessages, stage: string): string {
  return Object.hasOwn(stageOk, stage) ? stageOk[stage as keyof typeof stageOk] : passed;
}

/** @param isReached whether nothing failed before. */
export function skippedSentence(words: TrialMessages, isReached: boolean): string {
  return isReached ? words.notUsed : words.notReached;
}

import type { TrialReport, TrialStage } from '../../connections/index.js';
import { en, type TrialMessages } from '../messages/trial/en.js';
import { okSentence } from './trial-report.js';

/** A sentence; `lang` where it is not in the page's language (WCAG 2.2, 3.1.2). */
export interface Said {
  readonly text: string;
  readonly lang?: string;
}

/** Says what a connector said, in the language of the page where the connector has words in it, else in English. */
export type SayForConnector = (message: string, messageKey?: string) => Said;

/** The sentences of a report in the language of a page. */
export interface TrialSentences {
  readonly failure?: Said;
  readonly warnings: readonly Said[];
  /** In the order of the report's stages. */
  readonly stages: readonly Said[];
}

export function sentencesOf(
  words: TrialMessages,
  report: TrialReport,
  say: SayForConnector,
  failed?: Said,
): TrialSentences {
  const warningOf = ({ code, message, message_key: key }: TrialReport['warnings'][number]): Said =>
    Object.hasOwn(words.warnings, code)
      ? { text: words.warnings[code as keyof typeof words.warnings] }
      : say(message, key);
  const stageOf = ({ stage, outcome, message }: TrialStage): Said => {
    switch (outcome) {
      case 'ok':
        return { text: okSentence(words, stage) };
      case 'skipped':
        return { text: message === en.notUsed ? words.notUsed : words.notReached };
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

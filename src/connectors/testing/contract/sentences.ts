/** The contract of a connector: every sentence, in the order in which they are tried. */
import { abilitiesSentences, consentSentences } from './abilities.js';
import { answersSentences } from './answers.js';
import { definitionSentences } from './definition.js';
import { isolationSentences } from './isolation.js';
import { optionsSentences, versionsSentences } from './options.js';
import { profileSentences } from './profile.js';
import { forgeriesSentences, liesSentences, outagesSentences } from './refusals.js';
import { secrecySentences } from './secrecy.js';
import type { Sentence } from './sentence.js';
import { turnOneSentences } from './turn-one.js';
import { turnTwoSentences } from './turn-two.js';

export const SENTENCES: readonly Sentence[] = [
  ...definitionSentences,
  ...optionsSentences,
  ...versionsSentences,
  ...turnOneSentences,
  ...turnTwoSentences,
  ...profileSentences,
  ...answersSentences,
  ...forgeriesSentences,
  ...liesSentences,
  ...outagesSentences,
  ...secrecySentences,
  ...isolationSentences,
  ...abilitiesSentences,
  ...consentSentences,
];

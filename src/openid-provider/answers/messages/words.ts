import { type ErrorPageInput } from '../../../pages/index.js';

/** What a page says; who must act and what to do included. */
export type Words = Pick<ErrorPageInput, 'title' | 'sentence' | 'technicalDetail' | 'advice' | 'actor'>;

const MAX_SHOWN = 300;

/** What came from outside, short enough for a page. The page escapes it. */
export function shortened(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

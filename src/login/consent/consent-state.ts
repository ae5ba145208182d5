import { newHandle } from '../../common/ids.js';

/** No handle of the hub's has a dot, and no connector may choose a state that begins like this. */
const PREFIX = 'consent.';

/** The state of a consent: it comes back to the URL that sign-ins come back to, and is told from theirs by its form. */
export function newConsentState(): string {
  return `${PREFIX}${newHandle()}`;
}

export function isConsentState(state: string): boolean {
  return state.startsWith(PREFIX);
}

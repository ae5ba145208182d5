import { hash } from 'node:crypto';
import type { Logger } from './logger.js';

/**
 * Tells one step of a sign-in at the level `debug`. The requests of one sign-in have correlation ids of their own; the
 * field `signIn` ties them together up to the code, and `grant` from the code on. Both are the beginning of a hash, so
 * that nobody can use what the log shows.
 */
export function tellSignIn(logger: Logger, step: string, { interaction, grant, ...detail }: SignInStep): void {
  const ties = {
    ...(interaction !== undefined && { signIn: shortened(interaction) }),
    ...(grant !== undefined && { grant: shortened(grant) }),
  };
  logger.debug({ ...ties, ...detail }, `Sign-in: ${step}`);
}

/** What a step is about. No state, code, token or checks among the details. */
export interface SignInStep {
  /** Id of the interaction. */
  readonly interaction?: string | undefined;
  /** Id of the grant. */
  readonly grant?: string | undefined;
  readonly [detail: string]: string | number | boolean | undefined;
}

function shortened(id: string): string {
  return hash('sha256', id, 'hex').slice(0, 12);
}

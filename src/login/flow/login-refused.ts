import type { ConnectorErrorActor } from '../../connectors/index.js';
import type { ConnectorWords } from '../connector-sentences.js';
import { type RefusalReason, refusals } from './refusals.js';

export interface LoginRefusedDetail {
  /** The authorization request, where it still waits: the page then links back to it. */
  readonly requestUid?: string;
  /** What the connector says, instead of the reason's own sentence. */
  readonly words?: ConnectorWords;
  readonly actor?: ConnectorErrorActor;
  /** What failed was the consent of a directory, no sign-in: the page says so, and how to begin again. */
  readonly isConsent?: boolean;
  readonly cause?: unknown;
}

/** A login ends with a page that says why. One filter makes the page, so that the flow knows no HTTP. */
export class LoginRefused extends Error {
  readonly requestUid?: string;
  readonly words?: ConnectorWords;
  readonly actor?: ConnectorErrorActor;
  readonly isConsent: boolean;

  constructor(
    readonly reason: RefusalReason,
    detail: LoginRefusedDetail = {},
  ) {
    super(`Login refused: ${reason}`, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'LoginRefused';
    const actor = detail.actor ?? refusals[reason].actor;
    if (detail.requestUid !== undefined) this.requestUid = detail.requestUid;
    if (detail.words !== undefined) this.words = detail.words;
    this.isConsent = detail.isConsent === true;
    if (actor !== undefined) this.actor = actor;
  }
}

import type { ConnectorErrorActor } from '../../connectors/index.js';
import { type RefusalReason, refusals } from './refusals.js';

export interface LoginRefusedDetail {
  /** The authorization request, where it still waits: the page then links back to it. */
  readonly requestUid?: string;
  /** The public sentence of the connector, instead of the reason's own. */
  readonly sentence?: string;
  readonly actor?: ConnectorErrorActor;
  readonly cause?: unknown;
}

/** A login ends with a page that says why. One filter makes the page, so that the flow knows no HTTP. */
export class LoginRefused extends Error {
  readonly requestUid?: string;
  readonly sentence?: string;
  readonly actor?: ConnectorErrorActor;

  constructor(
    readonly reason: RefusalReason,
    detail: LoginRefusedDetail = {},
  ) {
    super(`Login refused: ${reason}`, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'LoginRefused';
    const actor = detail.actor ?? refusals[reason].actor;
    if (detail.requestUid !== undefined) this.requestUid = detail.requestUid;
    if (detail.sentence !== undefined) this.sentence = detail.sentence;
    if (actor !== undefined) this.actor = actor;
  }
}

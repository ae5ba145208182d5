import type { ConnectorErrorActor, ConnectorErrorCode } from '../connectors/index.js';
import type { SentenceKey } from '../pages/index.js';
import type { ConnectorWords } from './connector-sentences.js';

/** How the page of a refusal looks: its HTTP status (always 4xx), who must act, and which texts say so. */
export interface Refusal {
  readonly status: number;
  readonly sentence: SentenceKey;
  readonly title?:
    | 'startAgainTitle'
    | 'errorTitle'
    | 'consentRefusedTitle'
    | 'consentNotRecordedTitle'
    | 'consentTitle';
  readonly advice?: 'adviceStartAgain' | 'adviceNewTrial' | 'consentAgain' | 'consentAskAgain';
  readonly actor?: ConnectorErrorActor;
}

const startAgain = { status: 400, title: 'startAgainTitle', advice: 'adviceStartAgain' } as const;

const ownRefusals = {
  /** No authorization request of this browser waits under this uid. */
  request_not_found: { ...startAgain, sentence: 'requestNotFound' },
  /** No pending login of this browser waits under this state. */
  login_not_found: { ...startAgain, sentence: 'loginNotFound' },
  /** No trial of this browser, and no link that could still be opened, is here under this id. */
  trial_not_found: { status: 404, sentence: 'trialNotFound', title: 'startAgainTitle', advice: 'adviceNewTrial' },
  /** The link for an administrator is over, void, of a disabled connection, or of one that has nobody to ask. */
  consent_link_not_found: {
    status: 404,
    sentence: 'consentLinkNotFound',
    title: 'consentTitle',
    advice: 'consentAskAgain',
  },
  /** No consent of this browser waits under this state. */
  consent_not_found: {
    status: 400,
    sentence: 'consentAnswerNotFound',
    title: 'startAgainTitle',
    advice: 'consentAgain',
  },
  /** The connection that the consent was for is disabled or gone, now that it comes back. */
  consent_switched_off: {
    status: 403,
    sentence: 'consentSwitchedOff',
    title: 'consentNotRecordedTitle',
    actor: 'operator',
  },
  consent_refused: {
    status: 403,
    sentence: 'consentDeclined',
    title: 'consentRefusedTitle',
    advice: 'consentAgain',
    actor: 'tenant-administrator',
  },
  malformed_request: { ...startAgain, sentence: 'malformedRequest' },
  cross_site_post: { ...startAgain, status: 403, sentence: 'crossSitePost' },
  method_not_allowed: { ...startAgain, status: 405, sentence: 'malformedRequest' },
  application_unavailable: { status: 403, sentence: 'applicationUnavailable', actor: 'operator' },
  connection_unusable: { status: 403, sentence: 'connectionUnusable', actor: 'operator' },
  no_connection: { status: 403, sentence: 'noConnection', actor: 'operator' },
  wrong_callback: { ...startAgain, sentence: 'wrongCallback' },
  connection_changed: { ...startAgain, status: 409, sentence: 'connectionChanged' },
  email_domain_not_allowed: { status: 403, sentence: 'emailDomainNotAllowed', actor: 'person' },
  user_blocked: { status: 403, sentence: 'userBlocked', actor: 'operator' },
  user_unknown: { status: 403, sentence: 'userUnknown', actor: 'operator' },
  /** The connector threw something that is no `ConnectorError`, or broke its contract. */
  connector_broken: { status: 424, sentence: 'connectorBroken', actor: 'operator' },
} as const satisfies Readonly<Record<string, Refusal>>;

/** A connector's own sentence comes first; these are for an error without one. */
const connectorRefusals = {
  access_denied: { status: 403, sentence: 'connectorBroken', actor: 'person' },
  login_required: { status: 400, sentence: 'loginRequired', actor: 'person' },
  invalid_response: { status: 400, sentence: 'connectorBroken', actor: 'operator' },
  identity_rejected: { status: 403, sentence: 'connectorBroken', actor: 'person' },
  // 424 Failed Dependency (RFC 4918, section 11.4): an upstream that fails is no failure of the hub, so no 5xx.
  upstream_unavailable: { status: 424, sentence: 'upstreamUnavailable', actor: 'operator' },
  misconfigured: { status: 400, sentence: 'connectorBroken', actor: 'operator' },
} as const satisfies Readonly<Record<ConnectorErrorCode, Refusal>>;

export const refusals: Readonly<Record<RefusalReason, Refusal>> = { ...ownRefusals, ...connectorRefusals };

/** Whether the hub refuses for a reason of its own, so that it has a sentence for it in every language. */
export function isOwnRefusal(reason: string): reason is keyof typeof ownRefusals {
  return Object.hasOwn(ownRefusals, reason);
}

/** Why a login was refused: a stable code for events and logs. */
export type RefusalReason = keyof typeof ownRefusals | ConnectorErrorCode;

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

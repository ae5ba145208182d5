/** Microsoft's errors as the hub's: on the redirect, from the token endpoint, at discovery, and as a person types them. */

import type { ErrorExplanation, JsonObject } from '../../connector.js';
import { ConnectorError, type ConnectorErrorCode, type ConnectorStep } from '../../connector-error.js';
import { said } from '../azuread.messages.js';
import { codeTyped, readAadsts } from './parse.js';
import { type AadstsRule, aadstsRules } from './rules.js';

export interface UpstreamFailure {
  /** OAuth `error`. */
  readonly error: string;
  readonly description?: string;
  /** `cancel` when the person pressed Cancel, also on a consent page. */
  readonly subcode?: string;
  /** All of the error's JSON, where it came as JSON. */
  readonly members?: JsonObject;
  readonly step: ConnectorStep;
  /** The request was `prompt=none`. */
  readonly isSilent?: boolean;
  /** The HTTP status said "not now" (429, 5xx): what holds for an error that says nothing more exact. */
  readonly isUnavailable?: boolean;
  readonly cause?: unknown;
}

/** What a `prompt=none` request is told when it would have needed the person (OpenID Connect Core 1.0, 3.1.2.6). */
const interactive = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

const EXPIRED_SECRET = 7000222;
/** Microsoft looks at the client before the code: these leave the code as good as it was. */
const REFUSED_SECRETS: readonly number[] = [7000215, EXPIRED_SECRET, 70002];

/** The error to throw for an answer of Microsoft's that is one. */
export function microsoftFailure(failure: UpstreamFailure): ConnectorError {
  const { error, step, isSilent = false } = failure;
  const { code, detail } = readAadsts(failure.description, failure.members);
  const rule = isSilent && interactive.includes(error) ? fallback('login_required') : ruleOf(failure, code);
  // Only a silent request is answered with `login_required`: in any other the person was there, and did not come
  // through. That is no Cancel: they stay with the hub, which says what was missing.
  const isOver = rule.error === 'login_required' && !isSilent && error !== 'login_required';
  const name = detail.code ?? `error ${JSON.stringify(error.slice(0, 100))}`;
  return new ConnectorError(
    isOver ? 'identity_rejected' : rule.error,
    `Microsoft answered ${name} at the step "${step}".`,
    {
      step,
      actor: rule.actor,
      ...said(rule.messageKey),
      upstream: { code: error.slice(0, 100), ...detail },
      ...(code === EXPIRED_SECRET && step === 'tokens' && { secretExpired: true }),
      ...(refusesSecret(failure, code) && { secretsRefused: true }),
      ...(failure.cause === undefined ? {} : { cause: failure.cause }),
    },
  );
}

function refusesSecret({ error, step }: UpstreamFailure, code: number | undefined): boolean {
  if (step !== 'tokens') return false;
  return code === undefined ? error === 'invalid_client' : REFUSED_SECRETS.includes(code);
}

/** Explains a code as a person typed it (`AADSTS50011`, `50011`), or found in a whole pasted message. */
export function explainMicrosoftError(typed: string): ErrorExplanation | undefined {
  const found = codeTyped(typed);
  const rule = found === undefined ? undefined : aadstsRules.get(found.code);
  if (found === undefined || (rule === undefined && !found.isNamed)) return undefined;
  const { actor, messageKey } = rule ?? ({ actor: 'operator', messageKey: 'aadsts.unknown' } as const);
  return { code: `AADSTS${found.code}`, actor, ...said(messageKey) };
}

function ruleOf({ error, subcode, step, isUnavailable }: UpstreamFailure, code: number | undefined): AadstsRule {
  // Whoever presses Cancel on "need admin approval" also carries that page's code; the person's act decides.
  if (subcode === 'cancel') return fallback('access_denied');
  const known = code === undefined ? undefined : aadstsRules.get(code);
  return known ?? fallback(isUnavailable === true ? 'upstream_unavailable' : meaningOf(error, step));
}

/** Whom a tenant does not admit is never said by an OAuth error alone. */
type GeneralMeaning = Exclude<ConnectorErrorCode, 'identity_rejected'>;

/** What the OAuth error alone says (RFC 6749 sections 4.1.2.1 and 5.2). */
function meaningOf(error: string, step: ConnectorStep): GeneralMeaning {
  if (error === 'access_denied' || error === 'permission_denied') return 'access_denied';
  if (interactive.includes(error)) return 'login_required';
  if (error === 'invalid_grant' && step === 'tokens') return 'invalid_response';
  if (error === 'temporarily_unavailable' || error === 'server_error') return 'upstream_unavailable';
  return 'misconfigured';
}

function fallback(error: GeneralMeaning): AadstsRule {
  const actor = error === 'misconfigured' || error === 'upstream_unavailable' ? 'operator' : 'person';
  return { error, actor, messageKey: `aadsts.fallback.${error}` };
}

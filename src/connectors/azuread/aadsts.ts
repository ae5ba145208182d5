/** Microsoft’s errors as the hub’s: read from its texts, at the callback, the token endpoint, discovery, or typed by a person. */
import { defined } from '../claim-values.js';
import type { ErrorExplanation, JsonObject } from '../connector.js';
import {
  ConnectorError,
  type ConnectorErrorCode,
  type ConnectorStep,
  type UpstreamErrorDetail,
} from '../connector-error.js';
import { parseStrictObject, TokenEndpointError } from '../oidc/index.js';
import { type AadstsRule, aadstsRules, umbrellaCodes } from './aadsts-rules.js';
import { said } from './azuread.messages.js';

interface UpstreamFailure {
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

/** The error to throw for one that the browser brought from Microsoft. */
export function answeredFailure(
  { subcode, ...answer }: Pick<UpstreamFailure, 'error' | 'description'> & { readonly subcode: string | null },
  isSilent = false,
): ConnectorError {
  return microsoftFailure({ ...answer, step: 'callback', isSilent, ...(subcode === null ? {} : { subcode }) });
}

/** Turns what a request to the token endpoint threw into the error to throw: Microsoft's own, or the same again. */
export function failureAtTokenEndpoint(cause: unknown, isSilent = false): unknown {
  const isUnavailable = cause instanceof ConnectorError;
  const failure = isUnavailable ? cause.cause : cause;
  if (!(failure instanceof TokenEndpointError)) return cause;
  const { body: members, error } = failure;
  return microsoftFailure({ ...described(members), error, members, step: 'tokens', isSilent, isUnavailable });
}

/** Turns what a request for the discovery document threw into the error to throw: Microsoft's own, or the same again. */
export function failureAtDiscovery(cause: unknown): unknown {
  const members = errorDocumentIn(cause);
  if (typeof members?.error !== 'string') return cause;
  return microsoftFailure({ ...described(members), error: members.error, members, step: 'discovery', cause });
}

/** Microsoft answers for an unknown tenant with an error of its own in place of a discovery document: its JSON. */
export function errorDocumentIn(cause: unknown): JsonObject | undefined {
  if (!(cause instanceof ConnectorError) || cause.code !== 'misconfigured') return undefined;
  try {
    return parseStrictObject(cause.upstream?.description ?? '');
  } catch {
    return undefined;
  }
}

/** `error_description` of an error that came as JSON. */
export function described({ error_description: description }: JsonObject): Pick<UpstreamFailure, 'description'> {
  return typeof description === 'string' ? { description } : {};
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

/** An OAuth error alone never says that a tenant does not admit somebody. */
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

/** Longest text that is read, and kept for the log. */
const textLimit = 2000;

interface AadstsReading {
  /** The number that says most; undefined when there is none. */
  readonly code?: number;
  readonly detail: UpstreamErrorDetail;
}

/**
 * Reads an `error_description`, and `members` of the JSON around it where there is one. Lines are separated by CRLF
 * or by spaces. Only a number at the start of a text counts: what follows may quote what somebody typed.
 */
export function readAadsts(description: string | undefined, members: JsonObject = {}): AadstsReading {
  const text = (description ?? '').slice(0, textLimit);
  const codes = [...numbersOf(text), ...listedCodes(members.error_codes)];
  const code = codes.find((one) => !umbrellaCodes.includes(one)) ?? codes[0];
  const detail: UpstreamErrorDetail = defined({
    code: code === undefined ? undefined : `AADSTS${code}`,
    traceId: identifier(members.trace_id) ?? after(text, 'Trace ID'),
    correlationId: identifier(members.correlation_id) ?? after(text, 'Correlation ID'),
    timestamp: /Timestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)/.exec(text)?.[1],
    description: text === '' ? undefined : text,
  });
  return code === undefined ? { detail } : { code, detail };
}

/** The number in what a person typed or pasted from Microsoft's page; undefined when there is none. */
export function codeTyped(typed: string): { readonly code: number; readonly isNamed: boolean } | undefined {
  const text = typed.slice(0, textLimit);
  const named = /AADSTS\s{0,3}(\d{4,9})\b/i.exec(text)?.[1];
  const number = named ?? /^\s{0,10}(?:error(?: code)?[:\s]{0,3})?(\d{4,9})\s{0,10}[.:]?\s{0,10}$/i.exec(text)?.[1];
  return number === undefined ? undefined : { code: Number(number), isNamed: named !== undefined };
}

/** Older answers have one text after another, each starting with its number. */
function numbersOf(text: string): number[] {
  return [...text.matchAll(/(?:^|\n)AADSTS(\d{4,9})\b/g)].map((match) => Number(match[1]));
}

function listedCodes(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((one): one is number => Number.isSafeInteger(one)) : [];
}

function after(text: string, label: string): string | undefined {
  return new RegExp(`${label}: ([0-9a-f-]{36})(?![0-9a-f-])`, 'i').exec(text)?.[1];
}

function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value) ? value : undefined;
}

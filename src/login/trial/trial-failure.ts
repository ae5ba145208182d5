import type { TrialFailure } from '../../connections/index.js';
import { ConnectorError, type ConnectorErrorActor, type ConnectorStep } from '../../connectors/index.js';
import { en, type Locale, messagesFor } from '../../pages/index.js';
import { type RefusalReason, refusals } from '../flow/refusals.js';
import { en as words } from '../messages/trial/en.js';
import { trialMessagesFor } from '../messages/trial/messages.js';

const MAX_DETAIL = 200;

/** Stages have the names that observers use; a step of an error is named otherwise in one case. */
export function stageOf(step: ConnectorStep): string {
  return step === 'tokens' ? 'token' : step;
}

/** Why the hub itself would refuse the sign-in. */
export function ownFailure(stage: string, reason: RefusalReason, actor?: ConnectorErrorActor): TrialFailure {
  const refusal = refusals[reason];
  const whoActs = actor ?? refusal.actor ?? 'person';
  return { stage, reason, actor: whoActs, message: en[refusal.sentence], what_to_do: words.advice[whoActs] };
}

/** What was to be tried is no longer there. */
export function goneFailure(stage: string): TrialFailure {
  return { ...ownFailure(stage, 'connection_unusable'), message: words.connectionGone };
}

/** The sentence of a failure that the hub itself worded, in this language. */
export function ownFailureSentence({ reason, message }: TrialFailure, locale: Locale): string | undefined {
  if (message === words.connectionGone) return trialMessagesFor(locale).connectionGone;
  if (!Object.hasOwn(refusals, reason)) return undefined;
  const { sentence } = refusals[reason as RefusalReason];
  // A connector's error has the same codes, and a sentence of its own.
  return message === en[sentence] ? messagesFor(locale)[sentence] : undefined;
}

/** Why the sign-in failed at the connection. @param turn the stage that an error without a step of its own ended in. */
export function connectorFailure(error: unknown, turn: 'authorize' | 'callback'): TrialFailure {
  if (!(error instanceof ConnectorError)) return ownFailure(turn, 'connector_broken');
  const { code, step, actor, messageKey, publicMessage, upstream } = error;
  return {
    stage: stageOf(step),
    reason: code,
    actor,
    message: publicMessage,
    what_to_do: words.advice[actor],
    ...(messageKey !== undefined && { message_key: messageKey }),
    ...(upstream?.code !== undefined && { upstream_code: clean(upstream.code) }),
    ...(upstream?.correlationId !== undefined && { upstream_correlation_id: clean(upstream.correlationId) }),
    ...(upstream?.traceId !== undefined && { upstream_trace_id: clean(upstream.traceId) }),
  };
}

/** What an upstream says of itself is still a stranger's text. */
function clean(text: string): string {
  return text.replace(/\p{C}/gu, ' ').slice(0, MAX_DETAIL);
}

/** Turns what a strategy said into one of the interface's errors. Nothing that strategy or upstream wrote is public. */
import { ConnectorError } from '../connector-error.js';
import { TokenEndpointError, tokenEndpointFailure } from '../oidc/protocol/code-exchange.js';
import {
  invalidResponse,
  misconfigured,
  failure as oidcFailure,
  upstreamUnavailable,
} from '../oidc/protocol/errors.js';
import { failure } from './passport.messages.js';
import type { PassportSettings } from './passport-settings.js';
import type { StrategyOutcome } from './run-strategy.js';
import type { UpstreamRequests } from './upstream-requests.js';

type Unwanted = Exclude<StrategyOutcome, { readonly kind: 'success' }>;

/** The error to throw where the first turn gave no redirect. */
export function failedToBegin(outcome: Exclude<StrategyOutcome, { kind: 'redirect' }>, requests: UpstreamRequests) {
  const outage = outageOf(outcome, requests);
  if (outage !== undefined) return upstreamUnavailable('authorize', outage);
  return misconfigured('authorize', `The strategy sends the browser nowhere: ${describe(outcome, requests)}.`);
}

/** The error to throw where the second turn signed nobody in. */
export function failedToFinish(
  outcome: Unwanted,
  requests: UpstreamRequests,
  settings: Pick<PassportSettings<object, never>, 'failure'>,
): ConnectorError {
  if (outcome.kind === 'error' && outcome.error instanceof ConnectorError) return outcome.error;
  const outage = outageOf(outcome, requests);
  if (outage !== undefined) return upstreamUnavailable('tokens', outage);
  const { refusal } = requests;
  if (refusal !== undefined) {
    const error = requests.scrubbed(refusal.error).slice(0, 100);
    const own = settings.failure?.({ step: 'tokens', error });
    return own ?? tokenEndpointFailure(new TokenEndpointError(refusal.status, error, {}));
  }
  return invalidResponse('callback', `The strategy did not accept the answer: ${describe(outcome, requests)}.`);
}

/** The error to throw for a wish of the hub's that the strategy cannot fulfil. */
export function cannotHonour(wish: 'prompt=none' | 'prompt' | 'max_age'): ConnectorError {
  const [step, message] = ['authorize', `This upstream cannot honour ${wish}.`] as const;
  return wish === 'prompt=none'
    ? oidcFailure({ code: 'login_required', step, actor: 'person', key: 'oidc.login_required' }, message)
    : failure({ code: 'misconfigured', step, actor: 'operator', key: 'passport.cannot_honour' }, message);
}

function outageOf(outcome: StrategyOutcome, requests: UpstreamRequests): string | undefined {
  if (outcome.kind === 'late') return 'The time for this sign-in was up before the strategy said anything.';
  return requests.outage;
}

function describe(outcome: StrategyOutcome, requests: UpstreamRequests): string {
  switch (outcome.kind) {
    case 'redirect':
      return 'it would begin again';
    case 'success':
      return 'it signs somebody in without asking the upstream';
    case 'pass':
      return 'it stands aside';
    case 'late':
      return 'it says nothing';
    case 'fail':
      return `it refused (${requests.scrubbed(textOf(outcome.challenge))})`;
    case 'error':
      return `it failed (${requests.scrubbed(textOf(outcome.error))})`;
  }
}

/** A strategy may answer with a text, an Error, `{ message }` or nothing. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return 'no reason given';
  const { name, message } = value as { readonly name?: unknown; readonly message?: unknown };
  const text = typeof message === 'string' ? message : 'no reason given';
  return value instanceof Error && typeof name === 'string' && name !== 'Error' ? `${name}: ${text}` : text;
}

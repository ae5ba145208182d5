/** What the browser brought back from the upstream (RFC 6749 section 4.1.2, RFC 9207), before any code is redeemed. */
import type { ConnectorError, UpstreamErrorDetail } from '../../connector-error.js';
import { failure, invalidResponse, misconfigured, upstreamUnavailable } from './errors.js';

export interface ReadAuthorizationResponseOptions {
  readonly parameters: URLSearchParams;
  /** The state that was sent. */
  readonly state: string;
  /** When given, an `iss` parameter must equal it (RFC 9207 section 2.4). */
  readonly issuer?: string;
  /** Demand `iss`, where the metadata says that it is always sent. Default: false. */
  readonly requireIssuer?: boolean;
}

export type AuthorizationResponse =
  | { readonly kind: 'code'; readonly code: string }
  /** The upstream's own words: private, for `authorizationFailure` or a table of the connector's. */
  | { readonly kind: 'error'; readonly error: string; readonly description?: string };

const SINGLE = ['state', 'code', 'error', 'error_description', 'error_subcode', 'iss'];

/** @throws {ConnectorError} `invalid_response` when a parameter repeats, state or issuer differ, or nothing was answered. */
export function readAuthorizationResponse(options: ReadAuthorizationResponseOptions): AuthorizationResponse {
  const { parameters, state, issuer, requireIssuer = false } = options;
  const repeated = SINGLE.filter((name) => parameters.getAll(name).length > 1);
  if (repeated.length > 0) throw invalidResponse('callback', `The answer repeats ${repeated.join(', ')}.`);
  if (parameters.get('state') !== state) throw invalidResponse('callback', 'The answer carries another state.');
  const sentIssuer = parameters.get('iss');
  if (sentIssuer === null ? requireIssuer : issuer !== undefined && sentIssuer !== issuer) {
    throw invalidResponse('callback', 'The answer names another issuer, or none (iss).');
  }
  const error = parameters.get('error');
  const description = parameters.get('error_description');
  if (error !== null) return { kind: 'error', error, ...(description === null ? {} : { description }) };
  const code = parameters.get('code');
  if (code === null || code === '') throw invalidResponse('callback', 'The answer holds neither a code nor an error.');
  return { kind: 'code', code };
}

const LOGIN_REQUIRED = ['login_required', 'interaction_required', 'account_selection_required', 'consent_required'];

/** The generic meaning of an error at the callback, for upstreams without error codes of their own. */
export function authorizationFailure(answer: Extract<AuthorizationResponse, { kind: 'error' }>): ConnectorError {
  const upstream: UpstreamErrorDetail = {
    code: answer.error.slice(0, 100),
    ...(answer.description === undefined ? {} : { description: answer.description.slice(0, 2_000) }),
  };
  const message = `The upstream answered ${JSON.stringify(upstream.code)} at the callback.`;
  const [step, actor] = ['callback', 'person'] as const;
  const code = LOGIN_REQUIRED.includes(answer.error) ? 'login_required' : answer.error;
  if (code === 'access_denied' || code === 'login_required') {
    return failure({ code, step, actor, key: `oidc.${code}` }, message, { upstream });
  }
  if (answer.error === 'temporarily_unavailable' || answer.error === 'server_error') {
    return upstreamUnavailable(step, message);
  }
  return misconfigured(step, message, { upstream });
}

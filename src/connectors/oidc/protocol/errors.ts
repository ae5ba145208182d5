/** How the OIDC building blocks say that something did not hold: public sentences here, private details from the caller. */
import { ConnectorError, type ConnectorErrorDetail, type ConnectorStep } from '../../connector-error.js';
import { said } from './messages.js';

/** The upstream's answer does not hold. `detail` is for the operator's log and holds no token. */
export function invalidResponse(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_response', detail, {
    step,
    actor: 'operator',
    ...said('oidc.invalid_response'),
    cause,
  });
}

/** The upstream cannot be reached, is too slow, or answers with nothing that can be used. */
export function upstreamUnavailable(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  return new ConnectorError('upstream_unavailable', detail, {
    step,
    actor: 'operator',
    ...said('oidc.upstream_unavailable'),
    cause,
  });
}

/** The upstream answers, and rejects what this connection is configured with. */
export function misconfigured(
  step: ConnectorStep,
  detail: string,
  options: Pick<ConnectorErrorDetail, 'cause' | 'upstream' | 'secretsRefused'> = {},
): ConnectorError {
  return new ConnectorError('misconfigured', detail, {
    step,
    actor: 'operator',
    ...said('oidc.misconfigured'),
    ...options,
  });
}

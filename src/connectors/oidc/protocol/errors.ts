/** How the OIDC building blocks say that something did not hold: public sentences here, private details from the caller. */
import { ConnectorError, type ConnectorErrorDetail, type ConnectorStep } from '../../connector-error.js';

const RETRY = 'Try again; if it keeps happening, tell your administrator.';

/** The upstream's answer does not hold. `detail` is for the operator's log and holds no token. */
export function invalidResponse(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  return new ConnectorError('invalid_response', detail, {
    step,
    actor: 'operator',
    messageKey: `oidc.invalid_response.${step}`,
    publicMessage: `The answer of your identity provider could not be verified, so nobody was signed in. ${RETRY}`,
    cause,
  });
}

/** The upstream cannot be reached, is too slow, or answers with nothing that can be used. */
export function upstreamUnavailable(step: ConnectorStep, detail: string, cause?: unknown): ConnectorError {
  return new ConnectorError('upstream_unavailable', detail, {
    step,
    actor: 'operator',
    messageKey: `oidc.upstream_unavailable.${step}`,
    publicMessage: 'Your identity provider did not answer as expected. Try again in a few minutes.',
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
    messageKey: `oidc.misconfigured.${step}`,
    publicMessage: 'This way to sign in is not set up correctly. Tell your administrator.',
    ...options,
  });
}

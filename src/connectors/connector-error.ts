/** What went wrong between the hub and an upstream, from a closed set. */
export type ConnectorErrorCode =
  /**
   * The person or the upstream's policy said no. With the actor `person` it means that they themselves declined
   * (Cancel), and the hub sends them back to the application; with another actor they get a page, as for every code.
   */
  | 'access_denied'
  /** `prompt=none` could not be met. */
  | 'login_required'
  /** Signature, nonce, issuer, audience, time … did not hold. */
  | 'invalid_response'
  /** A genuine answer about somebody who may not come in as they are: tenant or group not allowed, account locked … */
  | 'identity_rejected'
  /** Network, 5xx, time-out, throttling. The only retryable one. */
  | 'upstream_unavailable'
  /** The upstream rejects this connection's settings, or they cannot work. */
  | 'misconfigured';

/** The step of a sign-in that failed. */
export type ConnectorStep =
  | 'discovery'
  | 'authorize'
  | 'callback'
  | 'tokens'
  | 'signature'
  | 'claims'
  | 'graph'
  | 'profile';

/** Who can mend it: the person signing in, an administrator of the upstream's tenant, or the hub's operator. */
export type ConnectorErrorActor = 'person' | 'tenant-administrator' | 'operator';

/** What the upstream said of itself. Only for the operator's log; never on a page or in an answer to an application. */
export interface UpstreamErrorDetail {
  /** For example `AADSTS7000222`. */
  readonly code?: string;
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly timestamp?: string;
  /** The upstream's text as received, for the log. */
  readonly description?: string;
}

export interface ConnectorErrorDetail {
  readonly step: ConnectorStep;
  readonly actor: ConnectorErrorActor;
  /** Key of the public sentence in the connector's own catalogues (`messages`), for example `aadsts.7000222`. */
  readonly messageKey?: string;
  /** The public sentence in English: what happened and what to do, for the person at the login page. Holds no upstream text. */
  readonly publicMessage: string;
  readonly upstream?: UpstreamErrorDetail;
  /** The upstream says that the connection's secret has expired: operators are told at once. */
  readonly secretExpired?: boolean;
  /**
   * The upstream refused the connection's own secrets, before it looked at anything else: no code was used up. The hub
   * then tries once more with the secrets that come next, where there are some.
   */
  readonly secretsRefused?: boolean;
  readonly cause?: unknown;
}

/**
 * The one error a connector throws. `message` is private: for the operator's log, without tokens or secrets.
 * `publicMessage` is what a person may read.
 */
export class ConnectorError extends Error {
  readonly step: ConnectorStep;
  readonly actor: ConnectorErrorActor;
  readonly messageKey?: string;
  readonly publicMessage: string;
  readonly upstream?: UpstreamErrorDetail;
  readonly secretExpired: boolean;
  readonly secretsRefused: boolean;

  constructor(
    readonly code: ConnectorErrorCode,
    message: string,
    detail: ConnectorErrorDetail,
  ) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = 'ConnectorError';
    this.step = detail.step;
    this.actor = detail.actor;
    this.publicMessage = detail.publicMessage;
    this.secretExpired = detail.secretExpired === true;
    this.secretsRefused = detail.secretsRefused === true;
    if (detail.messageKey !== undefined) this.messageKey = detail.messageKey;
    if (detail.upstream !== undefined) this.upstream = detail.upstream;
  }
}

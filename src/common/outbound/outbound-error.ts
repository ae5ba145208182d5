/** Why a request did not come back with an answer. Private: for the operator's log. */
export type OutboundFailure =
  | 'address' // a private, local or otherwise special address, or plain http where it is not allowed
  | 'url' // a scheme, a credential or a port that is never requested
  | 'redirect'
  | 'time'
  | 'size'
  | 'aborted' // by the caller
  | 'network'; // name not found, connection refused, TLS, malformed answer …

/**
 * An outgoing request failed. `message` is the same for every failure: whoever may choose an upstream's address must
 * not learn from the hub which hosts and ports answer inside its network (a port scanner by form). `reason` and
 * `cause` are for the log.
 */
export class OutboundError extends Error {
  constructor(
    readonly reason: OutboundFailure,
    options?: { readonly cause?: unknown },
  ) {
    super('The upstream could not be reached.', options);
    this.name = 'OutboundError';
  }
}

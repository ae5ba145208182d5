/** The guarded way out to upstreams. Owns addresses, limits and redirects of outgoing requests; knows no protocol above HTTP. */
export { OutboundError, type OutboundFailure, type ResolveHost } from './guarded-connector.js';
export { createGuardedFetch, GuardedFetch, type GuardedFetchOptions, type OutboundLimits } from './guarded-fetch.js';

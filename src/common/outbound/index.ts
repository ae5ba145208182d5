/** The guarded way out to upstreams. Owns addresses, limits and redirects of outgoing requests; knows no protocol above HTTP. */
export { createGuardedFetch, type GuardedFetchOptions, type OutboundLimits } from './guarded-fetch.js';
export { GuardedFetch } from './guarded-fetch.token.js';
export { OutboundError, type OutboundFailure } from './outbound-error.js';
export type { ResolveHost } from './resolve-host.js';

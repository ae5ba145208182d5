/** The hub's one way out to the network, as an injectable: the root binds it to `createGuardedFetch`, tests to a fake. */
export abstract class GuardedFetch {
  abstract readonly fetch: typeof globalThis.fetch;
}

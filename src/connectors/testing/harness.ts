/** What a connector's author gives the contract suite: a test framework, options, and a fake of the upstream. */
import type { JsonObject } from '../connector.js';
import type { FakePerson } from './fake-openid-provider.js';
import type { Forgery } from './forgeries.js';
import type { Outage } from './outages.js';

export interface ConnectorContractHarness {
  /** From the author's own test framework: the suite depends on none. */
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void> | void) => void;
  /** Valid options as an operator sends them. Every secret among them has at least 16 characters that occur nowhere else. */
  readonly options: JsonObject;
  /** Options of which each one is wrong, at least two: every one must be named in one answer. */
  readonly badOptions: JsonObject;
  /** The forgeries that the connector's protocol knows. */
  readonly forgeries: readonly Forgery[];
  /** Outages of an upstream that the hub itself speaks to; empty for a connector that makes no request. */
  readonly outages: readonly Outage[];
  /** A fresh upstream for each test, on the suite's clock. */
  start(clock: { readonly now: () => Date }): ContractUpstream;
}

/** The fake upstream as the suite drives it. */
export interface ContractUpstream {
  readonly fetch: typeof globalThis.fetch;
  /** How many requests it has had. */
  requestCount(): number;
  /** What the browser brings back when `person` signs in; throws for an authorization request it would not accept. */
  signIn(url: string, person: FakePerson): Promise<URLSearchParams>;
  /** What the browser brings back after Cancel. */
  cancel(url: string): Promise<URLSearchParams>;
  /** What the browser brings back when `prompt=none` cannot be met. */
  refuseSilently(url: string): Promise<URLSearchParams>;
  /** From now on answers are forged so. */
  forge(forgery: Forgery): void;
  /** From now on every request meets this outage; `undefined` ends it. */
  fail(outage: Outage | undefined): void;
  /** Tokens and codes it has issued: none may show up anywhere. */
  issued(): readonly string[];
  /** Where the URL carries the callback URL. Default: some query parameter's value. */
  callbackUrlOf?(url: string): string | undefined;
  /** The state that the answer's parameters carry. Default: `state`. */
  stateOf?(parameters: URLSearchParams): string | undefined;
}

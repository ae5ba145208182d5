/** What a connector's author gives the contract suite: options, and a fake of the upstream; and a test framework. */
import type { JsonObject } from '../../connector.js';
import type { FakePerson } from './fake-token-endpoint.js';
import type { Forgery } from './forgeries.js';
import type { Lie, Outage } from './lies.js';

/** A connection of the connector's, and the upstream that it speaks to. */
export interface ConnectorHarness {
  /** Valid options as an operator sends them. Every secret among them has at least 16 characters that occur nowhere else. */
  readonly options: JsonObject;
  /** Options of which each one is wrong, at least two: every one must be named in one answer. */
  readonly badOptions: JsonObject;
  /** Options, secrets included, as each version before today's stored them. Needed from `optionsVersion` 2 on. */
  readonly earlierOptions?: Readonly<Record<number, JsonObject>>;
  /**
   * How the upstream vouches for a person: in a statement that it signed (an ID token, a SAML assertion), or in what
   * it answers to the connector's own requests (OAuth 2.0 with an API). Default: `signed`.
   */
  readonly answer?: 'signed' | 'fetched';
  /** True where the protocol has PKCE (RFC 7636) and the upstream demands it. Default: false. */
  readonly pkce?: boolean;
  /** The forgeries that the connector's protocol knows. */
  readonly forgeries: readonly Forgery[];
  /** Outages of an upstream that the hub itself speaks to; empty for a connector that makes no request. */
  readonly outages: readonly Outage[];
  /** What else the upstream can say wrongly. Default: nothing. */
  readonly lies?: readonly Lie[];
  /** Why a forgery, an outage or a lie is left out, for the report. */
  readonly notApplicable?: Readonly<Partial<Record<Forgery | Outage | Lie, string>>>;
  /** A fresh upstream for each sentence, on the suite's clock. */
  start(clock: { readonly now: () => Date }): ContractUpstream;
}

/** The author's own test framework: jest (ES modules), node:test, vitest, mocha. The suite depends on none. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => unknown;
  /** The sentences that do not apply are declared with its `skip`: they never count as passed. */
  readonly it: ((name: string, body: () => Promise<void> | void) => unknown) & {
    readonly skip: (name: string, body: () => void) => unknown;
  };
}

export interface ConnectorContractHarness extends ConnectorHarness, TestFramework {}

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
  /** From now on it says this wrongly. Needed where the harness lists lies. */
  lie?(lie: Lie): void;
  /** Signs with another key from now on, and publishes that one only. Absent: the upstream has no such keys. */
  rotateKeys?(): void;
  /** Tokens and codes it has issued: none may show up anywhere. */
  issued(): readonly string[];
  /** Where the URL carries the callback URL. Default: some query parameter's value. */
  callbackUrlOf?(url: string): string | undefined;
  /** The state that the answer's parameters carry. Default: `state`. */
  stateOf?(parameters: URLSearchParams): string | undefined;
}

/** What a harness must be able to do, or the suite would prove nothing. */

/** What every protocol with a signed statement can get wrong. */
const SIGNED: readonly Forgery[] = [
  'wrong_issuer',
  'wrong_audience',
  'expired',
  'missing_subject',
  'wrong_key',
  'unsigned',
];
/** What every protocol can get wrong whose upstream is asked. */
const FETCHED: readonly (Forgery | Outage)[] = [
  'missing_subject',
  'dead',
  'hanging',
  'failing',
  'garbage',
  'empty',
  'oversized',
];

/** @throws {TypeError} naming what the harness leaves out. */
export function assertHarness(harness: ConnectorHarness): void {
  const has: readonly string[] = [...harness.forgeries, ...harness.outages];
  const missing = (harness.answer === 'fetched' ? FETCHED : SIGNED).filter((one) => !has.includes(one));
  if (missing.length > 0) throw new TypeError(`The harness cannot forge ${missing.join(', ')}.`);
}

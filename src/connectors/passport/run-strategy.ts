/**
 * Runs one turn of a Passport strategy outside Express: an object derived from it, with the five methods that Passport
 * would give it, hears the first thing it says.
 */
import type { JsonObject } from '../connector.js';

/** Any Passport strategy: what the bridge calls of it. */
export interface AnyStrategy {
  readonly authenticate: (request: never, options?: never) => unknown;
}

/** What a strategy said. Everything in it is the strategy's own: unverified, and not for the log as it is. */
export type StrategyOutcome =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'success'; readonly user: unknown; readonly info: unknown }
  | { readonly kind: 'fail'; readonly challenge: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'pass' }
  /** The signal aborted before the strategy said anything. */
  | { readonly kind: 'late' };

export interface StrategyRun {
  readonly strategy: AnyStrategy;
  readonly request: object;
  /** Options of `authenticate`, as an application would give them to `passport.authenticate`. Default: none. */
  readonly options?: object;
  readonly signal: AbortSignal;
  /** Hears of whatever the strategy says after its first word, which alone counts. */
  onRepetition(kind: StrategyOutcome['kind']): void;
}

/** A turn in progress. */
export interface RunningStrategy {
  readonly outcome: Promise<StrategyOutcome>;
  /** Ends the turn: a callback of the strategy threw where nobody but the bridge could catch it. */
  crash(error: unknown): void;
}

/** Never rejects, and always ends: at the latest when `signal` aborts. */
export function runStrategy(run: StrategyRun): RunningStrategy {
  const { strategy, request, options, signal } = run;
  let resolve: (outcome: StrategyOutcome) => void = () => undefined;
  const first = new Promise<StrategyOutcome>((settle) => {
    resolve = settle;
  });
  let isOver = false;
  const say = (outcome: StrategyOutcome): void => {
    if (isOver && outcome.kind !== 'late') run.onRepetition(outcome.kind);
    isOver = true;
    resolve(outcome);
  };
  const crash = (error: unknown): void => say({ kind: 'error', error });
  const late = (): void => say({ kind: 'late' });
  if (signal.aborted) late();
  else signal.addEventListener('abort', late, { once: true });

  const acting: object = Object.assign(Object.create(strategy), {
    redirect: (url: unknown) => say({ kind: 'redirect', url: String(url) }),
    success: (user: unknown, info: unknown) => say({ kind: 'success', user, info }),
    fail: (challenge: unknown) => say({ kind: 'fail', challenge }),
    error: crash,
    pass: () => say({ kind: 'pass' }),
  });
  try {
    // An asynchronous strategy whose promise nobody waits for would end the process when it fails.
    Promise.resolve(Reflect.apply(strategy.authenticate, acting, [request, options ?? {}])).catch(crash);
  } catch (error) {
    crash(error);
  }
  return { outcome: first.finally(() => signal.removeEventListener('abort', late)), crash };
}

/** The request that a strategy is shown, with the session that it may write into: no Express, no cookies, no socket. */

export interface StrategyRequestOptions {
  /** Where the browser is, as far as the strategy can tell. */
  readonly callbackUrl: string;
  readonly parameters: URLSearchParams;
  /** Where the strategy looks for the answer: in the query of a GET, or in the form of a POST. */
  readonly answeredBy: 'query' | 'form';
  /** What the strategy wrote into its session in the turn before. */
  readonly session: JsonObject;
  /** The hub's state, for strategies whose state store is `hubState`. */
  readonly state: string;
}

export interface StrategyRequest {
  session: object;
  readonly [STATE]: string;
}

/** Where the hub's state is on a request: under no name that a browser could send. */
export const STATE: unique symbol = Symbol('state of the hub');

export function strategyRequest(options: StrategyRequestOptions): StrategyRequest {
  const { callbackUrl, parameters, answeredBy, session, state } = options;
  const { pathname, host, hostname, protocol } = new URL(callbackUrl);
  const values = Object.fromEntries(parameters);
  const isForm = answeredBy === 'form';
  const path = isForm ? pathname : `${pathname}?${parameters}`;
  const headers: Readonly<Record<string, string>> = { host };
  const header = (name: string): string | undefined => headers[name.toLowerCase()];
  const connection = { encrypted: protocol === 'https:' };
  return {
    ...{ method: isForm ? 'POST' : 'GET', url: path, originalUrl: path, path: pathname, baseUrl: '' },
    ...{ protocol: protocol.slice(0, -1), secure: connection.encrypted, host, hostname },
    ...{ headers, get: header, header, connection, socket: connection, cookies: {}, signedCookies: {}, params: {} },
    ...{ query: isForm ? {} : values, body: isForm ? values : {} },
    session: openSession(session),
    [STATE]: state,
  };
}

/**
 * What a strategy left in its session, as it survives storage.
 * @throws {TypeError} for what is no object, or for a cycle.
 */
export function keptSession({ session }: StrategyRequest): JsonObject {
  const text: string | undefined = JSON.stringify(session);
  const kept: unknown = text === undefined ? undefined : JSON.parse(text);
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) {
    throw new TypeError('The strategy left something in its session that is no object.');
  }
  return kept as JsonObject;
}

/** Some strategies tell the session to save itself: nothing needs to be done for that, and nothing of it is kept. */
function openSession(kept: JsonObject): object {
  const session = structuredClone(kept) as object;
  const settled = (done?: unknown): object => {
    if (typeof done === 'function') done();
    return session;
  };
  for (const name of ['save', 'reload', 'regenerate', 'destroy', 'touch']) {
    Object.defineProperty(session, name, { value: settled, enumerable: false });
  }
  return session;
}

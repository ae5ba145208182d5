/** The request that a strategy is shown, with the session that it may write into: no Express, no cookies, no socket. */
import type { JsonObject } from '../connector.js';

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

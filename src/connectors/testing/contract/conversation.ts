/** One connector against one fake upstream: begins and finishes sign-ins, and remembers what was said on the way. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  Connector,
  ConnectorRuntime,
  JsonObject,
  UpstreamIdentity,
} from '../../connector.js';
import { ConnectorError, type ConnectorErrorCode } from '../../connector-error.js';
import { validateOptions } from '../../validate-options.js';
import type { FakePerson } from '../upstream/fake-token-endpoint.js';
import type { ContractUpstream } from '../upstream/harness.js';
import { type Subject, textOf } from './sentence.js';

/** Odd on purpose: whoever parses and prints it again gives something else. */
export const CALLBACK_URL = 'https://hub.example/login/callback/Contract-Suite?x=%7e&y=a%20b';

export const PERSON: FakePerson = {
  subject: 'a1b2c3d4-0000-4000-8000-00000000beef',
  name: 'Ada Example',
  email: 'ada@example.org',
};
export const SOMEBODY_ELSE: FakePerson = { ...PERSON, subject: 'a1b2c3d4-0000-4000-8000-00000000cafe' };

export interface Begun {
  readonly request: AuthorizeRequest;
  readonly redirect: AuthorizeRedirect;
}

export class Conversation {
  readonly upstream: ContractUpstream;
  /** Everything logged, as text. */
  readonly log: string[] = [];
  /** Every address that was asked through the runtime. */
  readonly asked: string[] = [];
  connector: Connector;
  private time: number;
  private states = 0;

  constructor(
    readonly subject: Subject,
    at = '2026-11-21T10:00:00Z',
  ) {
    this.time = Date.parse(at);
    this.upstream = subject.harness.start({ now: () => new Date(this.time) });
    this.connector = this.create();
  }

  /** A connector of the same connection, as after a restart or on another instance; or of one with other options. */
  create(changed: JsonObject = {}): Connector {
    const { definition, harness } = this.subject;
    const options = validateOptions(definition, { ...harness.options, ...changed });
    return fromConnector(() => definition.create(options, this.runtime()));
  }

  pass(seconds: number): void {
    this.time += seconds * 1_000;
  }

  async begin(extra: Partial<AuthorizeRequest> = {}): Promise<Begun> {
    this.states += 1;
    const state = `state-${this.states}-${'s'.repeat(43)}`;
    const request = { state, callbackUrl: CALLBACK_URL, ...extra };
    const redirect = await fromConnector(() => this.connector.authorize(request));
    // As the hub keeps it: in a database, so what does not survive JSON is lost.
    return { request, redirect: { ...redirect, checks: JSON.parse(JSON.stringify(redirect.checks)) as JsonObject } };
  }

  signIn(begun: Begun, person: FakePerson = PERSON): Promise<URLSearchParams> {
    return this.upstream.signIn(begun.redirect.url, person);
  }

  finish(
    { request, redirect }: Begun,
    parameters: URLSearchParams,
    signal = new AbortController().signal,
  ): Promise<UpstreamIdentity> {
    const response: CallbackResponse = {
      parameters,
      callbackUrl: CALLBACK_URL,
      state: redirect.state ?? request.state,
      checks: redirect.checks,
      signal,
      ...(request.observer === undefined ? {} : { observer: request.observer }),
    };
    return fromConnector(() => this.connector.callback(response));
  }

  /** A sign-in that lacks nothing but the connector's second turn. */
  async answered(
    extra: Partial<AuthorizeRequest> = {},
  ): Promise<{ readonly begun: Begun; readonly answer: URLSearchParams }> {
    const begun = await this.begin(extra);
    return { begun, answer: await this.signIn(begun) };
  }

  /** A whole sign-in. */
  async login(person: FakePerson = PERSON, extra: Partial<AuthorizeRequest> = {}): Promise<UpstreamIdentity> {
    const begun = await this.begin(extra);
    return this.finish(begun, await this.signIn(begun, person));
  }

  /** Demands that `attempt` fails as the interface allows: a ConnectorError with this code and a public sentence. */
  async refused(attempt: Promise<unknown>, ...codes: readonly ConnectorErrorCode[]): Promise<ConnectorError> {
    const error = await attempt.then(
      () => assert.fail(`resolved, where ${codes.join(' or ')} was expected`),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ConnectorError, `threw something that is no ConnectorError: ${String(error)}`);
    assert.ok(codes.includes(error.code), `expected ${codes.join(' or ')}, got ${error.code}: ${error.message}`);
    return error;
  }

  private runtime(): ConnectorRuntime {
    const note = (detail: object, message: string): void => {
      this.log.push(`${message} ${textOf(detail)}`);
    };
    return {
      fetch: (input, init) => {
        this.asked.push(input instanceof Request ? input.url : String(input));
        return fromRuntime(() => this.upstream.fetch(input, init));
      },
      now: () => new Date(this.time),
      logger: { debug: note, info: note, warn: note, error: note },
      connection: { name: 'Contract-Suite', domains: [] },
    };
  }
}

/** A sentence about one conversation: each begins anew. */
export function inConversation(check: (conversation: Conversation) => Promise<void> | void) {
  return async (subject: Subject): Promise<void> => check(new Conversation(subject));
}

/** Tells the connector's own connections from those made for it through its runtime. */
const place = new AsyncLocalStorage<'connector' | 'runtime'>();

/** Runs code of the connector's. */
export const fromConnector = <T>(body: () => T): T => place.run('connector', body);
/** Runs what the connector's runtime does for it. */
export const fromRuntime = <T>(body: () => T): T => place.run('runtime', body);

/**
 * How often the connector opened a connection past its runtime while `body` ran. None is really opened: not by
 * `fetch`, not by `node:http`, not by a library.
 */
export async function connectionsPastRuntime(body: () => Promise<void>): Promise<number> {
  let count = 0;
  const connect = Socket.prototype.connect;
  const watched = function (this: Socket, ...rest: unknown[]): Socket {
    if (place.getStore() !== 'connector') return Reflect.apply(connect, this, rest) as Socket;
    count += 1;
    throw new Error('This connector opens connections past its runtime.');
  };
  Socket.prototype.connect = watched as typeof connect;
  try {
    await body();
  } finally {
    Socket.prototype.connect = connect;
  }
  return count;
}

/** Undefined where the connector says that it cannot: by a ConnectorError, and nothing else. */
export async function succeedsOrSays<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    assert.ok(error instanceof ConnectorError, `threw something that is no ConnectorError: ${textOf(error)}`);
    return undefined;
  }
}

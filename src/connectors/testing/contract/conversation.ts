/** One connector against one fake upstream: begins and finishes sign-ins, and remembers what was said on the way. */
import assert from 'node:assert/strict';
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  Connector,
  ConnectorDefinition,
  ConnectorRuntime,
  JsonObject,
  UpstreamIdentity,
} from '../../connector.js';
import { ConnectorError, type ConnectorErrorCode } from '../../connector-error.js';
import { validateOptions } from '../../validate-options.js';
import type { FakePerson } from '../fake-openid-provider.js';
import type { ConnectorContractHarness, ContractUpstream } from '../harness.js';

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
  /** Every error thrown, as text: message, public sentence, upstream's words and causes. */
  readonly errors: string[] = [];
  connector: Connector;
  private time = Date.parse('2026-11-21T10:00:00Z');
  private states = 0;

  constructor(
    readonly definition: ConnectorDefinition,
    readonly harness: ConnectorContractHarness,
  ) {
    this.upstream = harness.start({ now: () => new Date(this.time) });
    this.connector = this.create();
  }

  /** A connector of the same connection, as after a restart or on another instance. */
  create(): Connector {
    return this.definition.create(validateOptions(this.definition, this.harness.options), this.runtime());
  }

  pass(seconds: number): void {
    this.time += seconds * 1_000;
  }

  async begin(extra: Partial<AuthorizeRequest> = {}): Promise<Begun> {
    this.states += 1;
    const state = `state-${this.states}-${'s'.repeat(43)}`;
    const request = { state, callbackUrl: CALLBACK_URL, ...extra };
    const redirect = await this.connector.authorize(request);
    // As the hub keeps it: in a database, so what does not survive JSON is lost.
    return { request, redirect: { ...redirect, checks: JSON.parse(JSON.stringify(redirect.checks)) as JsonObject } };
  }

  signIn(begun: Begun, person: FakePerson = PERSON): Promise<URLSearchParams> {
    return this.upstream.signIn(begun.redirect.url, person);
  }

  finish(begun: Begun, parameters: URLSearchParams, signal = new AbortController().signal): Promise<UpstreamIdentity> {
    const { request, redirect } = begun;
    const state = redirect.state ?? request.state;
    return this.connector.callback({ parameters, callbackUrl: CALLBACK_URL, state, checks: redirect.checks, signal });
  }

  /** A whole sign-in. */
  async login(person: FakePerson = PERSON): Promise<UpstreamIdentity> {
    const begun = await this.begin();
    return this.finish(begun, await this.signIn(begun, person));
  }

  /** Demands that `attempt` fails as the interface allows: a ConnectorError with this code and a public sentence. */
  async refused(attempt: Promise<unknown>, ...codes: ConnectorErrorCode[]): Promise<ConnectorError> {
    const error = await attempt.then(
      () => assert.fail(`resolved, where ${codes.join(' or ')} was expected`),
      (thrown: unknown) => thrown,
    );
    this.errors.push(textOf(error));
    assert.ok(error instanceof ConnectorError, `threw something that is no ConnectorError: ${String(error)}`);
    assert.ok(codes.includes(error.code), `expected ${codes.join(' or ')}, got ${error.code}: ${error.message}`);
    assert.ok(error.publicMessage.length > 10, 'the error has no public sentence');
    return error;
  }

  private runtime(): ConnectorRuntime {
    const note = (detail: object, message: string): void => {
      this.log.push(`${message} ${textOf(detail)}`);
    };
    return {
      fetch: this.upstream.fetch,
      now: () => new Date(this.time),
      logger: { debug: note, info: note, warn: note, error: note },
      connection: { name: 'Contract-Suite', domains: [] },
    };
  }
}

/** Everything an object says of itself, causes and non-enumerable members of errors included. */
export function textOf(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 6) return String(value);
  const names = new Set([...Object.keys(value), ...(value instanceof Error ? ['message', 'stack', 'cause'] : [])]);
  return [...names].map((name) => `${name}: ${textOf(Reflect.get(value, name), depth + 1)}`).join('\n');
}

/** The values of the secret options that the harness sends. */
export function secretsOf(definition: ConnectorDefinition, harness: ConnectorContractHarness): readonly string[] {
  return definition.secrets.map((name) => harness.options[name]).filter((value) => typeof value === 'string');
}

/** Demands that none of `secrets` is in `text`, plain, URL-encoded or in base64. */
export function assertFree(text: string, secrets: readonly string[], where: string): void {
  for (const secret of secrets) {
    const spellings = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
    assert.ok(!spellings.some((one) => text.includes(one)), `${where} holds a secret`);
  }
}

/** Speaks to an upstream by running a Passport strategy, once for each turn. Keeps nothing between calls. */
import type {
  AuthorizeRedirect,
  AuthorizeRequest,
  CallbackResponse,
  Connector,
  ConnectorRuntime,
  SignInObserver,
  UpstreamIdentity,
  UserProfile,
} from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { authorizationFailure } from '../oidc/protocol/authorization-response.js';
import { misconfigured } from '../oidc/protocol/errors.js';
import { acceptIdentity, readAnswer, readPassportChecks } from './answer.js';
import { cannotHonour, failedToBegin, failedToFinish } from './failures.js';
import { hubState, stateOf } from './hub-state.js';
import type { PassportChecks, PassportSettings, StrategyInput } from './passport-settings.js';
import {
  type AnyStrategy,
  keptSession,
  runStrategy,
  type StrategyOutcome,
  type StrategyRequest,
  strategyRequest,
} from './run-strategy.js';
import { routeOAuth2, UpstreamRequests } from './upstream-requests.js';

/** Milliseconds for a first turn: most strategies need no request for it. */
const AUTHORIZE_TIME = 9_500;

export interface PassportConnectorOptions<Options extends object, User> {
  readonly options: Options;
  readonly runtime: ConnectorRuntime;
  readonly settings: PassportSettings<Options, User>;
  /** Values of the secret options, kept out of every error. */
  readonly secrets: readonly string[];
}

export class PassportConnector<Options extends object, User> implements Connector {
  constructor(private readonly given: PassportConnectorOptions<Options, User>) {}

  async authorize(request: AuthorizeRequest): Promise<AuthorizeRedirect> {
    const added = this.addedParameters(request);
    const { callbackUrl, state } = request;
    // SAML strategies copy what the browser shall bring back from the query of the request.
    const parameters = new URLSearchParams({ RelayState: state });
    const seen = strategyRequest({ callbackUrl, parameters, answeredBy: 'query', session: {}, state });
    const signal = AbortSignal.timeout(AUTHORIZE_TIME);
    const requests = this.requests(signal, request.observer);
    const outcome = await this.run({ input: this.input(callbackUrl, request), seen, signal, requests });
    if (outcome.kind !== 'redirect') throw failedToBegin(outcome, requests);
    const url = withParameters(outcome.url, added);
    const own = stateOf(url, state);
    const checks: PassportChecks = {
      state: own.state ?? state,
      session: sessionOf(seen),
      ...(request.prompt === 'none' ? { silent: true } : {}),
      ...(request.maxAge === undefined ? {} : { max_age: request.maxAge }),
    };
    request.observer?.passed('authorize', { endpoint: new URL(url).origin + new URL(url).pathname });
    return { url, checks: { ...checks }, ...own };
  }

  async callback(response: CallbackResponse): Promise<UpstreamIdentity> {
    const { callbackUrl, signal, observer } = response;
    const { settings, options, runtime } = this.given;
    const checks = readPassportChecks(response.checks, response.state);
    const answer = readAnswer(response.parameters, response.state);
    if (answer.kind === 'error') {
      const own = settings.failure?.({ step: 'callback', error: answer.error.slice(0, 100) });
      // The upstream's description may quote anything: the code says enough.
      throw own ?? authorizationFailure({ kind: 'error', error: answer.error });
    }
    observer?.passed('callback');
    const sent = [...response.parameters.values(), ...textsIn(checks.session)];
    const requests = this.requests(signal, observer, sent);
    const seen = strategyRequest({
      callbackUrl,
      parameters: response.parameters,
      answeredBy: settings.answeredBy ?? 'query',
      session: checks.session,
      state: checks.state,
    });
    const outcome = await this.run({ input: this.input(callbackUrl), seen, signal, requests });
    if (outcome.kind !== 'success' || !outcome.user) {
      throw failedToFinish(outcome.kind === 'success' ? { kind: 'fail', challenge: '' } : outcome, requests, settings);
    }
    const { fetch } = requests;
    const reading = async () => settings.identity(outcome.user as User, { options, fetch, now: runtime.now, signal });
    const identity = await reading().catch((error: unknown) => {
      throw failedToFinish({ kind: 'error', error }, requests, settings);
    });
    const accepted = acceptIdentity(identity, checks, runtime.now());
    observer?.passed('claims', { issuer: accepted.issuer });
    return accepted;
  }

  mapProfile(identity: UpstreamIdentity): UserProfile {
    return this.given.settings.profile(identity, this.given.options);
  }

  private input(callbackUrl: string, request?: AuthorizeRequest): StrategyInput<Options> {
    const { options } = this.given;
    return { options, callbackUrl, hubState, ...(request === undefined ? {} : { request }) };
  }

  private requests(
    signal: AbortSignal,
    observer: SignInObserver | undefined,
    secrets: readonly string[] = [],
  ): UpstreamRequests {
    const { runtime } = this.given;
    return new UpstreamRequests({
      runtime,
      signal,
      secrets: [...this.given.secrets, ...secrets],
      ...(observer === undefined ? {} : { observer }),
    });
  }

  /** @throws {ConnectorError} for what the upstream cannot do: it is never left out in silence. */
  private addedParameters(request: AuthorizeRequest): Readonly<Record<string, string>> {
    const { settings, options } = this.given;
    if (request.maxAge !== undefined && settings.knowsAuthenticationTime !== true) throw cannotHonour('max_age');
    const added = settings.parameters?.(request, options);
    if (added === undefined && request.prompt !== undefined) {
      throw cannotHonour(request.prompt === 'none' ? 'prompt=none' : 'prompt');
    }
    return added ?? {};
  }

  private async run(turn: {
    readonly input: StrategyInput<Options>;
    readonly seen: StrategyRequest;
    readonly signal: AbortSignal;
    readonly requests: UpstreamRequests;
  }): Promise<StrategyOutcome> {
    const { settings, runtime } = this.given;
    const { input, signal, requests } = turn;
    let crash: (error: unknown) => void = () => undefined;
    let strategy: AnyStrategy;
    try {
      strategy = settings.strategy(input);
      this.route(strategy, requests, (error) => crash(error));
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      return { kind: 'error', error };
    }
    const running = runStrategy({
      strategy,
      request: turn.seen,
      options: settings.authenticateOptions?.(input) ?? {},
      signal,
      onRepetition: (kind) => runtime.logger.warn({ said: kind }, 'a Passport strategy spoke twice: the first counts'),
    });
    crash = running.crash;
    return running.outcome;
  }

  private route(strategy: AnyStrategy, requests: UpstreamRequests, crash: (error: unknown) => void): void {
    const { network } = this.given.settings;
    if (network === 'none') return;
    if (network !== undefined) network(strategy, requests.fetch);
    else if (!routeOAuth2(strategy, requests, crash)) {
      throw misconfigured(
        'authorize',
        'It is unknown how this strategy makes requests, so they cannot be guarded: its definition needs `network`.',
      );
    }
  }
}

/** @throws {ConnectorError} for a redirect that is no http(s) URL. */
function withParameters(redirect: string, added: Readonly<Record<string, string>>): string {
  const url = URL.canParse(redirect) ? new URL(redirect) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw misconfigured('authorize', 'The strategy sends the browser to something that is no http(s) URL.');
  }
  for (const [name, value] of Object.entries(added)) {
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.href;
}

function sessionOf(seen: StrategyRequest): PassportChecks['session'] {
  try {
    return keptSession(seen);
  } catch (cause) {
    throw misconfigured('authorize', 'What the strategy keeps in its session is no JSON.', { cause });
  }
}

/** Every text in what a strategy kept: nonce, verifier … */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

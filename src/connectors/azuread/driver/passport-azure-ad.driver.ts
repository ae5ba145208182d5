/**
 * Microsoft's own `OIDCStrategy`, run through the Passport bridge. It makes the authorization request, keeps state and
 * nonce, and judges the ID token. What it would do on the network is done for it, by our guarded client: discovery, keys,
 * the code. What it leaves out is added: PKCE, through its extra parameters, and limits of time.
 */
import { calculatePKCECodeChallenge, generateRandomCodeVerifier } from 'oauth4webapi';
import type { AuthorizeRedirect, ConnectorRuntime, JsonObject } from '../../connector.js';
import {
  type FirstTurn,
  invalidResponse,
  type KeySource,
  misconfigured,
  type Redeemed,
  type SecondTurn,
  upstreamUnavailable,
} from '../../oidc/index.js';
import { keptSession, runStrategy, type StrategyOutcome, strategyRequest } from '../../passport/index.js';
import { type Exchange, LIBRARY, type LibrarySettings, libraryStrategy, loadLibrary, Redemption } from './library.js';

export type { Exchange } from './library.js';

/** Milliseconds of a first turn, which asks nobody. */
const BEGIN_TIME = 5_000;
/** Parameters that the library has an option of its own for; the rest goes through its extra parameters. */
const OWN_OPTIONS = ['prompt', 'login_hint', 'domain_hint'];
const TELEMETRY = ['x-client-SKU', 'x-client-Ver'];
const OWN_PARAMETERS = [...OWN_OPTIONS, 'response_mode'];

interface DriverOptions {
  readonly settings: LibrarySettings;
  readonly runtime: ConnectorRuntime;
  readonly keys: KeySource;
}

/** What the driver gets back of the first turn. */
interface DriverChecks {
  readonly code_verifier: string;
  /** What the strategy wrote into its session. */
  readonly session?: JsonObject;
}

export class PassportAzureAdDriver {
  constructor(private readonly given: DriverOptions) {}

  async begin({ metadata, request, scope, parameters }: FirstTurn): Promise<AuthorizeRedirect> {
    const { callbackUrl, state } = request;
    const { settings } = this.given;
    const verifier = generateRandomCodeVerifier();
    const responseMode = parameters.response_mode ?? 'query';
    const strategy = libraryStrategy(await loadLibrary(), {
      ...{ settings, metadata, callbackUrl },
      scope,
      responseMode,
    });
    const seen = strategyRequest({
      ...{ callbackUrl, state, session: {} },
      parameters: new URLSearchParams(),
      answeredBy: 'query',
    });
    const chosen = Object.entries(parameters);
    const outcome = await this.run(strategy, seen, AbortSignal.timeout(BEGIN_TIME), {
      ...Object.fromEntries(chosen.filter(([name]) => OWN_OPTIONS.includes(name))),
      // With a state of the caller's it makes one that holds it: 32 random characters of its own in front.
      customState: state,
      extraAuthReqQueryParams: {
        ...Object.fromEntries(chosen.filter(([name]) => !OWN_PARAMETERS.includes(name))),
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      },
    });
    if (outcome.kind !== 'redirect') {
      throw misconfigured('authorize', `${LIBRARY} sends the browser nowhere: ${this.reason(outcome, [state])}`);
    }
    const url = new URL(outcome.url);
    const { searchParams } = url;
    // Nobody needs to know which library makes the request, nor which version that is no longer maintained.
    for (const name of TELEMETRY) searchParams.delete(name);
    const [sent, nonce] = [searchParams.get('state'), searchParams.get('nonce')];
    if (sent?.endsWith(state) !== true || nonce === null || nonce.length < 22) {
      throw misconfigured('authorize', `${LIBRARY} sends no state or no nonce.`);
    }
    return {
      url: url.href,
      state: sent,
      checks: { nonce, code_verifier: verifier, session: keptSession(seen) },
    };
  }

  async redeem({ metadata, response, code, checks }: SecondTurn<DriverChecks>, exchange: Exchange): Promise<Redeemed> {
    const { settings, keys } = this.given;
    const { callbackUrl, signal, state } = response;
    const redemption = new Redemption({ exchange, keys, jwksUri: metadata.jwks_uri, signal });
    const turn = { settings, metadata, callbackUrl, redemption, scope: 'openid', responseMode: 'query' };
    const strategy = libraryStrategy(await loadLibrary(), turn);
    // Nothing else that a browser sends: it would parse, and try to decrypt, any `id_token` before a code is redeemed.
    const answered = new URLSearchParams({ code, state });
    const session = checks.session ?? {};
    const seen = strategyRequest({ callbackUrl, state, answeredBy: 'query', parameters: answered, session });
    const outcome = await this.run(strategy, seen, signal, {
      extraTokenReqQueryParams: { code_verifier: checks.code_verifier },
    });
    const redeemed = redemption.result();
    if (redeemed.kind === 'failed') throw redeemed.error;
    if (outcome.kind === 'late') throw upstreamUnavailable('tokens', 'The time for this sign-in is up.');
    const reason = outcome.kind === 'success' ? undefined : this.reason(outcome, [code, checks.code_verifier, state]);
    if (redeemed.kind === 'none') {
      throw invalidResponse('callback', `${LIBRARY} did not accept the answer: ${reason ?? 'it redeemed nothing'}`);
    }
    const { tokens } = redeemed;
    if (reason === undefined) return { tokens };
    return { tokens, refusal: invalidResponse('signature', `${LIBRARY} did not accept the ID token: ${reason}`) };
  }

  private run(
    strategy: Parameters<typeof runStrategy>[0]['strategy'],
    request: object,
    signal: AbortSignal,
    options: object,
  ): Promise<StrategyOutcome> {
    const { logger } = this.given.runtime;
    const onRepetition = (kind: string): void =>
      logger.warn({ said: kind }, `${LIBRARY} spoke twice: the first counts`);
    return runStrategy({ strategy, request, signal, options, onRepetition }).outcome;
  }

  /** In the library's words, for the log: without what was sent. */
  private reason(outcome: StrategyOutcome, sent: readonly string[]): string {
    const said = outcome.kind === 'fail' ? outcome.challenge : outcome.kind === 'error' ? outcome.error : outcome.kind;
    const text = said instanceof Error ? said.message : String(said);
    const secrets = [...sent, this.given.settings.clientSecret];
    return secrets
      .reduce((clean, secret) => clean.replaceAll(secret, '[redacted]'), text)
      .replace(/\p{C}+/gu, ' ')
      .slice(0, 300);
  }
}

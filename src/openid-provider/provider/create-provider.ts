import { createHash, timingSafeEqual } from 'node:crypto';
import type { Middleware } from 'koa';
import { errors, Provider } from 'oidc-provider';
import type { Clock } from '../../common/clock.js';
import { commitFirst } from '../answers/commit.js';
import { answerFailures } from '../answers/errors.js';
import { closeForeignOrigins, explainClientAuthentication, publishMetadata } from '../answers/json-answers.js';
import { completeLogout } from '../answers/logout.js';
import { sendPages } from '../answers/pages.js';
import { recordExchanges } from '../answers/record-exchanges.js';
import { tellSteps } from '../answers/sign-in-story.js';
import { bindToBrowser } from '../interaction/browser-binding.js';
import { switchUser } from '../interaction/switch-user.js';
import type { SecretLimits } from '../parties/secret-limits.js';
import { epochSeconds } from '../protocol/lifetimes.js';
import { registerClientCredentials } from './management-tokens.js';
import { type ProviderParts, providerConfiguration } from './provider-configuration.js';

/** Makes the library, configured, with the hub's own answers around it. Its signing keys are fixed: see `CurrentProvider`. */
export function createProvider(parts: ProviderParts): Provider {
  const { applications, artifacts, clock, config, entrance, events, logger, units } = parts;
  const provider = new Provider(config.issuer, providerConfiguration(parts));
  // Host and protocol of every request were replaced by the issuer's before it came here (`pinIssuer` of the edge).
  provider.proxy = true;
  applyClientRules(provider, parts.secretLimits);
  applySessionRules(provider, clock);
  registerClientCredentials(provider, config.managementAudience, applications);
  /** From the outside in: what is first sees the answer last. */
  const around: readonly Middleware[] = [
    sendPages(),
    answerFailures(provider, logger),
    commitFirst(units),
    publishMetadata(),
    closeForeignOrigins(),
    recordExchanges(provider, events, artifacts, units),
    tellSteps(logger),
    explainClientAuthentication(),
    completeLogout(config.issuer, artifacts, events),
    bindToBrowser(provider, entrance),
    switchUser(provider, artifacts),
  ];
  for (const middleware of around) provider.use(middleware);
  return provider;
}

/** Replaces the library's rules about clients that are not the hub's. */
function applyClientRules(provider: Provider, limits: SecretLimits): void {
  const client: InstanceType<Provider['Client']> = provider.Client.prototype;
  /** Compares hashes: what the library takes for the secret is its SHA-256, because the hub keeps no secret. */
  client.compareClientSecret = function compareClientSecret(actual: string): Promise<boolean> {
    return limits.compared(this.clientId, actual, () => {
      const expected = Buffer.from(this.clientSecret ?? '', 'hex');
      const presented = createHash('sha256').update(actual).digest();
      return expected.length === presented.length && timingSafeEqual(expected, presented);
    });
  };
  /** Allows only `query`: the other modes need a script on a page of the hub, or put the code into a fragment. */
  client.responseModeAllowed = function responseModeAllowed(mode: string): boolean {
    const parameters = Provider.ctx?.oidc.params;
    // Where no mode was asked for, it follows from the response type, which is checked next.
    if (mode === 'query' || parameters?.response_mode === undefined) return true;
    // The refusal itself must not be delivered in the refused mode.
    parameters.response_mode = undefined;
    throw new errors.UnsupportedResponseMode('only response_mode=query is supported; leave response_mode out');
  };
}

/**
 * Lets a session remember when it began here, because its absolute end counts from then. The library knows only when its
 * person authenticated (`auth_time`): the upstream says that, and it may have been months ago there.
 */
function applySessionRules(provider: Provider, clock: Clock): void {
  const kept = [...provider.Session.IN_PAYLOAD, 'beganAt'];
  Object.defineProperty(provider.Session, 'IN_PAYLOAD', { get: () => kept });
  const session: InstanceType<Provider['Session']> = provider.Session.prototype;
  const { loginAccount } = session;
  session.loginAccount = function beginSession(details) {
    loginAccount.call(this, details);
    Object.assign(this, { beganAt: epochSeconds(clock.now()) });
  };
}

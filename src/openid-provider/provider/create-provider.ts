import type { Middleware } from 'koa';
import { Provider } from 'oidc-provider';
import type { Logger } from '../../common/logging/index.js';
import type { EventRecorder } from '../../events/index.js';
import { closeForeignOrigins } from '../answers/close-foreign-origins.js';
import { completeLogout } from '../answers/complete-logout.js';
import { explainClientAuthentication } from '../answers/explain-client-authentication.js';
import { answerFailures } from '../answers/failures.js';
import { publishMetadata } from '../answers/metadata.js';
import { sendPages } from '../answers/pages.js';
import { recordExchanges } from '../answers/record-exchanges.js';
import { switchUser } from '../answers/switch-user.js';
import { applyClientRules } from '../clients/client-rules.js';
import type { SecretLimits } from '../clients/secret-limits.js';
import { registerClientCredentials } from '../management-tokens/client-credentials-grant.js';
import { type ProviderParts, providerConfiguration } from './provider-configuration.js';
import { applySessionRules } from './session-rules.js';

export interface ProviderSurroundings {
  readonly events: EventRecorder;
  readonly logger: Logger;
  readonly secretLimits: SecretLimits;
}

/** The library, configured, with the hub's own answers around it. Its signing keys are fixed: see `CurrentProvider`. */
export function createProvider(parts: ProviderParts, { events, logger, secretLimits }: ProviderSurroundings): Provider {
  const { applications, artifacts, clock, config } = parts;
  const provider = new Provider(config.issuer, providerConfiguration(parts));
  // Host and protocol of every request were replaced by the issuer's before it came here (edge/pin-issuer.ts).
  provider.proxy = true;
  applyClientRules(provider, secretLimits);
  applySessionRules(provider, clock);
  registerClientCredentials(provider, { audience: config.managementAudience, applications });
  /** From the outside in: what is first sees the answer last. */
  const around: readonly Middleware[] = [
    sendPages(),
    answerFailures(provider, logger),
    publishMetadata(),
    closeForeignOrigins(),
    recordExchanges(provider, events, logger),
    explainClientAuthentication(),
    completeLogout(config, artifacts, events),
    switchUser(provider, artifacts),
  ];
  for (const middleware of around) provider.use(middleware);
  return provider;
}

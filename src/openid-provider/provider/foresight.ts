import { Provider } from 'oidc-provider';
import type { Clock } from '../../common/clock.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';

/** What a request of the token endpoint redeems, by its parameter. */
const REDEEMED: Readonly<Record<string, string>> = { code: 'AuthorizationCode', refresh_token: 'RefreshToken' };

/**
 * Begins to read what the present request names and will be looked at in any case, while its application is looked up: the
 * unit of work gives it to whoever asks later, and over a network both go there and back together. Decides nothing.
 */
export function foresight(
  artifacts: OidcArtifactStore,
  lookUp: (clientId: string, connection: string) => Promise<unknown>,
  clock: Clock,
) {
  return (): void => {
    const oidc = Provider.ctx?.oidc;
    const { client_id: clientId, connection } = oidc?.params ?? {};
    if (oidc?.route === 'authorization' && typeof clientId === 'string' && typeof connection === 'string') {
      begin(lookUp(clientId, connection));
    }
    if (oidc?.route !== 'token') return;
    for (const [parameter, model] of Object.entries(REDEEMED)) {
      const value = oidc.params?.[parameter];
      if (typeof value === 'string') begin(artifacts.find(model, value, clock.now()));
    }
  };
}

/** Whoever needs it is told how it failed. */
function begin(reading: Promise<unknown>): void {
  reading.catch(() => undefined);
}

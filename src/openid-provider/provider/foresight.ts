import { Provider } from 'oidc-provider';
import type { Clock } from '../../common/clock.js';
import type { LoginEntrance } from '../../login/index.js';
import type { OidcArtifactStore } from '../artifacts/oidc-artifact.store.js';
import type { Accounts } from '../parties/accounts.js';

/** What a request of the token endpoint redeems, by its parameter. */
const REDEEMED: Readonly<Record<string, string>> = { code: 'AuthorizationCode', refresh_token: 'RefreshToken' };

/**
 * Begins to read what the present request names and will be looked at in any case, while its application is looked up: the
 * unit of work gives it to whoever asks later, and over a network both go there and back together. Decides nothing.
 */
export function foresight({
  accounts,
  artifacts,
  clock,
  entrance,
}: {
  readonly accounts: Accounts;
  readonly artifacts: OidcArtifactStore;
  readonly clock: Clock;
  readonly entrance: LoginEntrance;
}) {
  return (clientId: string): void => {
    const { route, params = {} } = Provider.ctx?.oidc ?? {};
    if (route === 'authorization' && typeof params.connection === 'string') {
      begin(entrance.foresee(clientId, params.connection));
    }
    if (route !== 'token') return;
    for (const [parameter, model] of Object.entries(REDEEMED)) {
      const value = params[parameter];
      if (typeof value !== 'string') continue;
      begin(artifacts.find(model, value, clock.now()));
      begin(accounts.foresee(model, value, clientId));
    }
  };
}

/** Whoever needs it is told how it failed. */
function begin(reading: Promise<unknown>): void {
  reading.catch(() => undefined);
}

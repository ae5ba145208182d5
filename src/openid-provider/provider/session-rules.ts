import type { Provider } from 'oidc-provider';
import type { Clock } from '../../common/clock.js';
import { epochSeconds } from '../lifetimes.js';

/**
 * The library knows of a session only when its person authenticated (`auth_time`), which the upstream says and may be
 * months ago there. The absolute end of the hub's session counts from when it began here, so the session remembers that.
 */
export function applySessionRules(provider: Provider, clock: Clock): void {
  const kept = [...provider.Session.IN_PAYLOAD, 'beganAt'];
  Object.defineProperty(provider.Session, 'IN_PAYLOAD', { get: () => kept });
  const session: InstanceType<Provider['Session']> = provider.Session.prototype;
  const { loginAccount } = session;
  session.loginAccount = function beginSession(details) {
    loginAccount.call(this, details);
    Object.assign(this, { beganAt: epochSeconds(clock.now()) });
  };
}

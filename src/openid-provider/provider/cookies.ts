import type { Configuration } from 'oidc-provider';
import type { PorticoConfig } from '../../config/index.js';

/**
 * Cookies of the OpenID Provider. On https the session's is `__Host-`, so that no other host of the domain can set it.
 * Those of one authorization request are `__Secure-`: they are bound to its path, and two tabs do not meet.
 */
export function cookies(
  config: Pick<PorticoConfig, 'secureCookies'>,
  keys: readonly string[],
): NonNullable<Configuration['cookies']> {
  const secure = config.secureCookies;
  const options = { httpOnly: true, sameSite: 'lax', secure, signed: true, overwrite: true } as const;
  const scoped = secure ? '__Secure-' : '';
  return {
    keys: [...keys],
    names: {
      session: `${secure ? '__Host-' : ''}portico-session`,
      interaction: `${scoped}portico-interaction`,
      resume: `${scoped}portico-resume`,
    },
    long: { ...options, path: '/' },
    short: options,
  };
}

/** Options that are accepted and have no effect in this connection, as sentences for the operator. Pure. */
import type { OidcOptions } from './oidc.options.js';
import { upstreamParamsWarnings } from './protocol/upstream-params.js';
import { settingsOf } from './settings.js';

export function oidcWarnings(options: OidcOptions): readonly string[] {
  const { client_secret: secret, private_key: key, token_endpoint_auth_method: chosen } = options;
  const { preset, fetchUserInfo } = settingsOf(options);
  const usesKey = (chosen ?? 'private_key_jwt') === 'private_key_jwt' && key !== undefined;
  const usesSecret = !usesKey && chosen !== 'none';
  const conditions: readonly (readonly [boolean, string])[] = [
    [secret !== undefined && !usesSecret, 'client_secret: the hub authenticates in another way.'],
    [key !== undefined && !usesKey, 'private_key: token_endpoint_auth_method is not private_key_jwt.'],
    [options.private_key_id !== undefined && !usesKey, 'private_key_id: no private key is used.'],
    [options.client_assertion_audience !== undefined && !usesKey, 'client_assertion_audience: no private key is used.'],
    [preset?.name === 'adfs' && fetchUserInfo, 'fetch_userinfo: AD FS answers with nothing but the subject there.'],
  ];
  return [
    ...conditions.filter(([holds]) => holds).map(([, sentence]) => `Without effect here: ${sentence}`),
    ...(options.pkce === 'off'
      ? ['pkce is off: only the nonce binds the answer to the login. Switch it on where the upstream allows it.']
      : []),
    ...upstreamParamsWarnings(options.upstream_params ?? {}),
  ];
}

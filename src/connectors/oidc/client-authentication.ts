/** How the hub authenticates at the token endpoint of one connection. */
import type { ConnectorRuntime } from '../connector.js';
import { type OidcOptions, settingsOf } from './oidc.options.js';
import type { AuthenticationMethod } from './options/client-options.js';
import { clientKeyOf } from './options/private-key.js';
import { clientAssertion } from './protocol/client-assertion.js';
import type { RedeemCodeOptions } from './protocol/code-exchange.js';
import type { ProviderMetadata } from './protocol/metadata.js';

type Authentication = Pick<RedeemCodeOptions, 'authentication' | 'clientId' | 'clientSecret' | 'clientAssertion'>;

/** The method that the operator chose; else a private key is used where there is one; else the upstream's list decides. */
export function methodOf(options: OidcOptions, metadata: ProviderMetadata): AuthenticationMethod {
  const { token_endpoint_auth_method: chosen, private_key: key } = options;
  if (chosen !== undefined) return chosen;
  if (key !== undefined) return 'private_key_jwt';
  const listed = supportedMethods(metadata);
  return listed.includes('client_secret_basic') || !listed.includes('client_secret_post')
    ? 'client_secret_basic'
    : 'client_secret_post';
}

/** OpenID Connect Discovery 1.0, section 3: without a list it is `client_secret_basic`. */
export function supportedMethods({ token_endpoint_auth_methods_supported: list }: ProviderMetadata): readonly string[] {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : ['client_secret_basic'];
}

/** What one token request carries: an assertion is good for no other. */
export async function authenticationOf(
  options: OidcOptions,
  metadata: ProviderMetadata,
  runtime: ConnectorRuntime,
): Promise<Authentication> {
  const { client_id: clientId, client_secret: clientSecret, private_key: key } = options;
  const authentication = methodOf(options, metadata);
  switch (authentication) {
    case 'none':
      return { authentication, clientId };
    case 'private_key_jwt': {
      const isForIssuer = settingsOf(options).assertionAudience === 'issuer';
      const assertion = await clientAssertion({
        key: clientKeyOf(key ?? '', options.private_key_id),
        clientId,
        audience: isForIssuer ? metadata.issuer : metadata.token_endpoint,
        runtime,
      });
      return { authentication, clientId, clientAssertion: assertion };
    }
    default:
      return { authentication, clientId, clientSecret: clientSecret ?? '' };
  }
}

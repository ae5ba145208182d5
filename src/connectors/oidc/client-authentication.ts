/** How the hub authenticates at the token endpoint of one connection. */
import { randomBytes } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import type { ConnectorRuntime } from '../connector.js';
import { type OidcOptions, settingsOf } from './oidc.options.js';
import type { AuthenticationMethod } from './options/client-options.js';
import { type ClientKey, clientKeyOf } from './options/private-key.js';
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
function supportedMethods({ token_endpoint_auth_methods_supported: list }: ProviderMetadata): readonly string[] {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : ['client_secret_basic'];
}

/** What one token request carries: an assertion is good for no other. */
export async function authenticationOf(
  options: OidcOptions,
  metadata: ProviderMetadata,
  runtime: ConnectorRuntime,
): Promise<Authentication> {
  const { client_id: clientId, client_secret: clientSecret } = options;
  const authentication = methodOf(options, metadata);
  switch (authentication) {
    case 'none':
      return { authentication, clientId };
    case 'private_key_jwt': {
      const isForIssuer = settingsOf(options).assertionAudience === 'issuer';
      const assertion = await clientAssertion({
        key: await signingKeyOf(options),
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

// The client authenticating by a key of its own (`private_key_jwt`; RFC 7523 section 3, OpenID Connect Core 1.0,
// section 9).

/** Seconds that an assertion is good for: it is made for one request, which is sent at once. */
const LIFETIME = 60;

/** A private key, ready to sign. */
type SigningKey = Pick<ClientKey, 'algorithm' | 'keyId'> & { readonly key: Awaited<ReturnType<typeof importJWK>> };

/** By the options that one connector has for as long as it lives: reading a key takes longer than signing with it. */
const signingKeys = new WeakMap<OidcOptions, Promise<SigningKey>>();

function signingKeyOf(options: OidcOptions): Promise<SigningKey> {
  const known = signingKeys.get(options) ?? readSigningKey(options.private_key ?? '', options.private_key_id);
  signingKeys.set(options, known);
  return known;
}

/** @throws {TypeError} for a text that the options would have refused. */
export async function readSigningKey(text: string, keyId: string | undefined): Promise<SigningKey> {
  const { jwk, ...named } = clientKeyOf(text, keyId);
  return { ...named, key: await importJWK(jwk, named.algorithm) };
}

interface ClientAssertionOptions {
  readonly key: SigningKey;
  readonly clientId: string;
  /**
   * Exactly one: the issuer, or the token endpoint for an upstream that knows nothing newer. Several would let one
   * authorization server use the assertion at another.
   */
  readonly audience: string;
  readonly runtime: Pick<ConnectorRuntime, 'now'>;
}

/** An assertion for one token request. */
export async function clientAssertion(options: ClientAssertionOptions): Promise<string> {
  const { key, clientId, audience, runtime } = options;
  const now = Math.floor(runtime.now().getTime() / 1_000);
  return new SignJWT()
    .setProtectedHeader({ alg: key.algorithm, typ: 'JWT', ...(key.keyId === undefined ? {} : { kid: key.keyId }) })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setJti(randomBytes(16).toString('base64url'))
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME)
    .sign(key.key);
}

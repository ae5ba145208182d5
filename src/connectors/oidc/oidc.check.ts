/** The check of a generic OpenID Connect connection, step by step: see `engine-check.ts`. */
import type { CheckRequest, CheckStep } from '../abilities.js';
import type { ConnectorRuntime } from '../connector.js';
import { authenticationOf, methodOf } from './client-authentication.js';
import {
  type CheckedMetadata,
  checkOpenIdProvider,
  keysStep,
  publishedMetadata,
  refusalOfMadeUpCode,
  skippedKeys,
  skippedStep,
  untoldRedirect,
} from './engine-check.js';
import { capabilitiesStep, skippedCapabilities } from './oidc.capabilities.js';
import type { OidcOptions } from './oidc.options.js';
import type { AuthenticationMethod } from './options/client-options.js';
import { discoveryUrlOf, mismatchOf } from './options/issuer.js';
import { presetOf } from './options/presets.js';
import { KeySource } from './protocol/keys.js';
import type { ProviderMetadata } from './protocol/metadata.js';

/** Resolves also when every step fails, and when the request's signal aborts. */
export function checkOidc(
  options: OidcOptions,
  runtime: ConnectorRuntime,
  request: CheckRequest,
): Promise<readonly CheckStep[]> {
  const redirect = untoldRedirect(request, 'the callback URL, byte for byte, among the redirect URIs of the client');
  const unsent = 'Nothing was sent to the token endpoint, since an earlier step failed.';
  return checkOpenIdProvider(runtime, {
    upstream: presetOf(options)?.displayName ?? 'the identity provider',
    discover: (watched) => metadataSteps(options, watched, request),
    ask: (metadata, watched) => [
      capabilitiesStep(options, metadata),
      keySteps(options, metadata, watched, request),
      credentialsSteps(options, metadata, watched, request),
      redirect,
    ],
    skipped: [skippedCapabilities, skippedKeys, skippedStep('credentials', unsent), redirect],
  });
}

/** The steps `discovery` and `issuer`: is the upstream there, and is it the one that the connection names? */
async function metadataSteps(
  { issuer: given }: OidcOptions,
  runtime: ConnectorRuntime,
  request: CheckRequest,
): Promise<CheckedMetadata> {
  let metadata: ProviderMetadata;
  try {
    metadata = await publishedMetadata(discoveryUrlOf(given), runtime, request);
  } catch {
    return {
      steps: [unreachable(given), skippedStep('issuer', 'The issuer was not compared, since an earlier step failed.')],
    };
  }
  const mismatch = mismatchOf(given, metadata);
  if (mismatch === undefined) return { steps: [reached, sameIssuer(given, metadata)], metadata };
  const { published: expected, remedy } = mismatch;
  const message = 'The discovery document is of another issuer than the connection.';
  return { steps: [reached, { step: 'issuer', outcome: 'failed', message, field: 'issuer', given, expected, remedy }] };
}

const reached: CheckStep = {
  step: 'discovery',
  outcome: 'ok',
  message: 'A discovery document is published below the issuer.',
};

function sameIssuer(given: string, { issuer }: ProviderMetadata): CheckStep {
  const isByteForByte = given === issuer;
  return {
    step: 'issuer',
    outcome: 'ok',
    message: isByteForByte
      ? 'The issuer is the expected one.'
      : 'The published issuer differs in the slash at its end; the published one is used.',
    ...(isByteForByte ? {} : { field: 'issuer', given, expected: issuer }),
  };
}

/** Reads the same whether the address is refused, filtered, silent, forbidden to the hub, or somebody else's. */
function unreachable(given: string): CheckStep {
  return {
    step: 'discovery',
    outcome: 'failed',
    message: 'No usable discovery document could be read below the issuer.',
    field: 'issuer',
    given,
    expected: `an issuer whose document is at ${discoveryUrlOf(given)}`,
    remedy:
      'Open that address in a browser and compare; check that the hub may reach it: its firewall and proxy, and PORTICO_UPSTREAM_ALLOW for a private address.',
  };
}

function keySteps(
  { id_token_signed_response_alg: given }: OidcOptions,
  { jwks_uri: jwksUri }: ProviderMetadata,
  runtime: ConnectorRuntime,
  { signal }: CheckRequest,
): Promise<readonly CheckStep[]> {
  return keysStep(() => new KeySource({ runtime }).list(jwksUri, given, signal), {
    field: 'id_token_signed_response_alg',
    given,
    remedy:
      'Choose the algorithm that the upstream signs ID tokens for this client with; if it is that one, try again.',
    none: 'None of the published keys fits the algorithm.',
  });
}

/** The step `credentials`. `invalid_client` does not say whether the client id or the secret is wrong. */
async function credentialsSteps(
  options: OidcOptions,
  metadata: ProviderMetadata,
  runtime: ConnectorRuntime,
  { callbackUrl: redirectUri, signal }: CheckRequest,
): Promise<readonly CheckStep[]> {
  const authentication = await authenticationOf(options, metadata, runtime);
  const request = { ...authentication, tokenEndpoint: metadata.token_endpoint, redirectUri, runtime, signal };
  const refusal = await refusalOfMadeUpCode(request, options.pkce !== 'off');
  return [{ step: 'credentials', ...credentials(refusal?.error, options, methodOf(options, metadata)) }];
}

/** What proves who the client is, by method: the options to compare. */
const proofs: Readonly<Record<AuthenticationMethod, { readonly field: string; readonly remedy: string }>> = {
  client_secret_basic: { field: 'client_secret', remedy: 'Compare client_id and client_secret' },
  client_secret_post: { field: 'client_secret', remedy: 'Compare client_id and client_secret' },
  private_key_jwt: {
    field: 'private_key',
    remedy:
      'Compare client_id, whether the upstream has the public part of private_key and how it is called there ' +
      '(private_key_id), and client_assertion_audience',
  },
  none: { field: 'client_id', remedy: 'Compare client_id, and whether the client is registered as a public one' },
};

function credentials(
  error: string | undefined,
  options: OidcOptions,
  method: AuthenticationMethod,
): Omit<CheckStep, 'step'> {
  const { field, remedy } = proofs[method];
  switch (error) {
    case 'invalid_grant':
      return { outcome: 'ok', message: `The upstream accepts the client (${method}).` };
    case 'invalid_client':
    case 'unauthorized_client':
      return {
        outcome: 'failed',
        message: `The upstream does not accept the client (${error}).`,
        field,
        given: `client_id ${options.client_id}, ${method}`,
        expected: 'what the upstream shows where this hub is registered',
        remedy: `${remedy}; and choose token_endpoint_auth_method as the client is registered.`,
      };
    case undefined:
      return {
        outcome: 'failed',
        message: 'The token endpoint gave no answer that can be used, so the client could not be verified.',
        remedy: 'Try again in a minute; if it stays like this, check whether the hub can reach the token endpoint.',
      };
    default:
      return {
        outcome: 'warning',
        message: 'The upstream complained about the request before it said whether it accepts the client.',
        field,
        remedy: 'A sign-in shows it.',
      };
  }
}

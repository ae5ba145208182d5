import type { CheckRequest, CheckStep } from '../abilities.js';
import { clockStep, watchedClock } from '../clock-check.js';
import type { ConnectorRuntime } from '../connector.js';
import { authenticationOf, methodOf } from './client-authentication.js';
import { capabilitiesStep, skippedCapabilities } from './oidc.capabilities.js';
import type { OidcOptions } from './oidc.options.js';
import type { AuthenticationMethod } from './options/client-options.js';
import { discoveryUrlOf, mismatchOf } from './options/issuer.js';
import { presetOf } from './options/presets.js';
import { KeySource } from './protocol/keys.js';
import { refusalOfMadeUpCode } from './protocol/made-up-code.js';
import { MetadataSource, type ProviderMetadata } from './protocol/metadata.js';

/**
 * Whether an OpenID Provider accepts a connection before anybody signs in with it. Asks what a sign-in would ask, in the
 * same order and through the same checks, and changes nothing there.
 */

/** Resolves also when every step fails, and when the request's signal aborts. */
export async function checkOidc(
  options: OidcOptions,
  runtime: ConnectorRuntime,
  request: CheckRequest,
): Promise<readonly CheckStep[]> {
  const clock = watchedClock(runtime);
  const context: CheckContext = { options, runtime: clock.runtime, request };
  const upstream = presetOf(options)?.displayName ?? 'the identity provider';
  const { steps, metadata } = await checkMetadata(context);
  // The secret goes only to an endpoint that a document named which was accepted.
  if (metadata === undefined) {
    const skipped = [skippedCapabilities, skippedKeys, ...skippedCredentials(context)];
    return [...steps, ...skipped, clockStep(clock.reading(), upstream)];
  }
  const [keys, credentials] = await Promise.all([checkKeys(context, metadata), checkCredentials(context, metadata)]);
  return [...steps, capabilitiesStep(options, metadata), keys, ...credentials, clockStep(clock.reading(), upstream)];
}

/** What every step of one check needs. */
export interface CheckContext {
  readonly options: OidcOptions;
  readonly runtime: ConnectorRuntime;
  readonly request: CheckRequest;
}

/** The steps `discovery` and `issuer`: is the upstream there, and is it the one that the connection names? */

export interface CheckedMetadata {
  readonly steps: readonly CheckStep[];
  /** Only a document that a sign-in would accept. */
  readonly metadata?: ProviderMetadata;
}

export async function checkMetadata({ options, runtime, request }: CheckContext): Promise<CheckedMetadata> {
  const { issuer: given } = options;
  const source = new MetadataSource({ url: discoveryUrlOf(given), runtime, accept: () => undefined });
  let metadata: ProviderMetadata;
  try {
    metadata = await source.get(request.signal);
  } catch {
    return { steps: [unreachable(given), skippedIssuer] };
  }
  const mismatch = mismatchOf(given, metadata);
  if (mismatch === undefined) return { steps: [reached, sameIssuer(given, metadata)], metadata };
  return {
    steps: [
      reached,
      {
        step: 'issuer',
        outcome: 'failed',
        message: 'The discovery document is of another issuer than the connection.',
        field: 'issuer',
        given,
        expected: mismatch.published,
        remedy: mismatch.remedy,
      },
    ],
  };
}

const reached: CheckStep = {
  step: 'discovery',
  outcome: 'ok',
  message: 'A discovery document is published below the issuer.',
};

const skippedIssuer: CheckStep = {
  step: 'issuer',
  outcome: 'skipped',
  message: 'The issuer was not compared, since an earlier step failed.',
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

/** The same for an address that is refused, filtered, silent, forbidden to the hub, or somebody else's. */
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

/** The step `keys`: are there keys that may sign this connection's ID tokens? */

export const skippedKeys: CheckStep = {
  step: 'keys',
  outcome: 'skipped',
  message: 'The signing keys were not looked at, since an earlier step failed.',
};

export async function checkKeys(
  { options, runtime, request }: CheckContext,
  { jwks_uri: jwksUri }: ProviderMetadata,
): Promise<CheckStep> {
  const algorithm = options.id_token_signed_response_alg;
  const failed = {
    step: 'keys',
    outcome: 'failed',
    field: 'id_token_signed_response_alg',
    given: algorithm,
    remedy:
      'Choose the algorithm that the upstream signs ID tokens for this client with; if it is that one, try again.',
  } as const;
  try {
    const usable = await new KeySource({ runtime }).list(jwksUri, algorithm, request.signal);
    if (usable.length === 0) return { ...failed, message: 'None of the published keys fits the algorithm.' };
    const count = usable.length === 1 ? 'One signing key is' : `${usable.length} signing keys are`;
    return { step: 'keys', outcome: 'ok', message: `${count} usable.` };
  } catch {
    return { ...failed, message: 'The signing keys could not be read.' };
  }
}

/**
 * The steps `credentials` and `redirect_uri`. A token endpoint looks at the client before it looks at the code (RFC 6749
 * section 4.1.3), so a made-up code tells whether the client is accepted: `invalid_grant` means that only the code was
 * wrong. Which of client id and secret is wrong, `invalid_client` does not say.
 */

export function skippedCredentials(context: CheckContext): readonly CheckStep[] {
  const message = 'Nothing was sent to the token endpoint, since an earlier step failed.';
  return [{ step: 'credentials', outcome: 'skipped', message }, redirect(context)];
}

export async function checkCredentials(
  context: CheckContext,
  metadata: ProviderMetadata,
): Promise<readonly CheckStep[]> {
  const { options, runtime, request } = context;
  const refusal = await refusalOfMadeUpCode({
    ...(await authenticationOf(options, metadata, runtime)),
    tokenEndpoint: metadata.token_endpoint,
    redirectUri: request.callbackUrl,
    sendsVerifier: options.pkce !== 'off',
    runtime,
    signal: request.signal,
  });
  return [credentials(refusal?.error, context, methodOf(context.options, metadata)), redirect(context)];
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

function credentials(error: string | undefined, { options }: CheckContext, method: AuthenticationMethod): CheckStep {
  const step = 'credentials';
  const { field, remedy } = proofs[method];
  switch (error) {
    case 'invalid_grant':
      return { step, outcome: 'ok', message: `The upstream accepts the client (${method}).` };
    case 'invalid_client':
    case 'unauthorized_client':
      return {
        step,
        outcome: 'failed',
        message: `The upstream does not accept the client (${error}).`,
        field,
        given: `client_id ${options.client_id}, ${method}`,
        expected: 'what the upstream shows where this hub is registered',
        remedy: `${remedy}; and choose token_endpoint_auth_method as the client is registered.`,
      };
    case undefined:
      return {
        step,
        outcome: 'failed',
        message: 'The token endpoint gave no answer that can be used, so the client could not be verified.',
        remedy: 'Try again in a minute; if it stays like this, check whether the hub can reach the token endpoint.',
      };
    default:
      return {
        step,
        outcome: 'warning',
        message: 'The upstream complained about the request before it said whether it accepts the client.',
        field,
        remedy: 'A sign-in shows it.',
      };
  }
}

/** An upstream compares it only in front of a person. */
function redirect({ request }: CheckContext): CheckStep {
  return {
    step: 'redirect_uri',
    outcome: 'skipped',
    message: 'Whether the callback URL is registered shows only in a sign-in.',
    given: request.callbackUrl,
    expected: 'the callback URL, byte for byte, among the redirect URIs of the client',
  };
}

/**
 * The steps `credentials` and `redirect_uri`. A token endpoint looks at the client before it looks at the code (RFC 6749
 * section 4.1.3), so a made-up code tells whether the client is accepted: `invalid_grant` means that only the code was
 * wrong. Which of client id and secret is wrong, `invalid_client` does not say.
 */
import type { CheckStep } from '../../self-check.js';
import { authenticationOf, methodOf } from '../client-authentication.js';
import type { AuthenticationMethod } from '../options/client-options.js';
import { refusalOfMadeUpCode } from '../protocol/made-up-code.js';
import type { ProviderMetadata } from '../protocol/metadata.js';
import type { CheckContext } from './check-context.js';

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

/** The step `capabilities`: does the discovery document list what the connection wants? What it does not list is no news. */
import type { CheckStep } from '../abilities.js';
import { methodOf, supportedMethods } from './client-authentication.js';
import { type OidcOptions, settingsOf } from './oidc.options.js';
import type { ProviderMetadata } from './protocol/metadata.js';

export const skippedCapabilities: CheckStep = {
  step: 'capabilities',
  outcome: 'skipped',
  message: 'What the upstream can do was not compared, since an earlier step failed.',
};

type Finding = Omit<CheckStep, 'step'>;

/** One step: the worst of what was found, for whatever is wrong here is one line of the options. */
export function capabilitiesStep(options: OidcOptions, metadata: ProviderMetadata): CheckStep {
  const findings = [
    signature(options, metadata),
    userInfo(options, metadata),
    authentication(options, metadata),
    challenge(options, metadata),
    scopes(options, metadata),
  ].filter((finding) => finding !== undefined);
  const worst = findings.find(({ outcome }) => outcome === 'failed') ?? findings[0];
  return {
    step: 'capabilities',
    ...(worst ?? { outcome: 'ok', message: 'The discovery document lists what the connection asks for.' }),
  };
}

function signature(options: OidcOptions, metadata: ProviderMetadata): Finding | undefined {
  const given = options.id_token_signed_response_alg;
  const listed = listOf(metadata, 'id_token_signing_alg_values_supported');
  if (listed === undefined || listed.includes(given)) return undefined;
  return {
    outcome: 'failed',
    message: 'The upstream does not sign ID tokens with the algorithm of the connection.',
    field: 'id_token_signed_response_alg',
    given,
    expected: printed(listed),
    remedy: 'Choose the algorithm that the upstream signs ID tokens for this client with.',
  };
}

function userInfo(options: OidcOptions, metadata: ProviderMetadata): Finding | undefined {
  if (!settingsOf(options).fetchUserInfo || typeof metadata.userinfo_endpoint === 'string') return undefined;
  return {
    outcome: 'failed',
    message: 'The upstream has no UserInfo endpoint, and the connection asks it at each sign-in.',
    field: 'fetch_userinfo',
    given: 'true',
    expected: 'false',
    remedy: 'Set fetch_userinfo to false.',
  };
}

function authentication(options: OidcOptions, metadata: ProviderMetadata): Finding | undefined {
  const given = methodOf(options, metadata);
  const listed = supportedMethods(metadata);
  if (listOf(metadata, 'token_endpoint_auth_methods_supported') === undefined || listed.includes(given))
    return undefined;
  return {
    outcome: 'warning',
    message: 'The upstream does not list the way in which the connection authenticates.',
    field: 'token_endpoint_auth_method',
    given,
    expected: printed(listed),
    remedy: 'Choose one that is listed, as the client is registered. Left out, the hub chooses.',
  };
}

/** Many upstreams understand a challenge without saying so: only a list without S256 says something. */
function challenge({ pkce }: OidcOptions, metadata: ProviderMetadata): Finding | undefined {
  const listed = listOf(metadata, 'code_challenge_methods_supported');
  if (pkce === 'off') {
    return listed?.includes('S256')
      ? {
          outcome: 'warning',
          message: 'PKCE is off, although the upstream knows it.',
          field: 'pkce',
          given: 'off',
          expected: 'S256',
          remedy: 'Set pkce to S256.',
        }
      : undefined;
  }
  if (listed === undefined || listed.includes('S256')) return undefined;
  return {
    outcome: 'warning',
    message: 'The upstream lists challenges of PKCE, and S256 is not among them.',
    field: 'pkce',
    given: pkce,
    expected: printed(listed),
    remedy: 'Try a sign-in. Only if the upstream refuses the parameters, set pkce to off.',
  };
}

function scopes(options: OidcOptions, metadata: ProviderMetadata): Finding | undefined {
  const listed = listOf(metadata, 'scopes_supported');
  const unlisted = settingsOf(options).scopes.filter((scope) => listed?.includes(scope) === false);
  if (unlisted.length === 0) return undefined;
  return {
    outcome: 'warning',
    message: 'The upstream does not list every scope that is asked for; it need not list all that it knows.',
    field: 'scopes',
    given: unlisted.join(' '),
    ...(listed === undefined ? {} : { expected: printed(listed) }),
    remedy: 'If sign-ins end with invalid_scope, leave those out.',
  };
}

function listOf(metadata: ProviderMetadata, name: string): readonly string[] | undefined {
  const value = metadata[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}

/** Upstream text, so short and plain. */
function printed(list: readonly string[]): string {
  return list
    .filter((one) => /^[\x21-\x7e]{1,80}$/.test(one))
    .slice(0, 20)
    .join(', ');
}

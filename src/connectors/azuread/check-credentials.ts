/**
 * The steps `client_id`, `client_secret` and `redirect_uri`. Microsoft looks at the client before it looks at the code, so
 * a made-up code tells whether the client is accepted: `invalid_grant` means that only the code was wrong. The OAuth
 * error decides; Microsoft's numbers only explain.
 */
import type { CheckRequest, CheckStep } from '../abilities.js';
import type { ConnectorRuntime } from '../connector.js';
import { type ProviderMetadata, refusalOfMadeUpCode, skippedStep, untoldRedirect } from '../oidc/index.js';
import { described, readAadsts } from './aadsts.js';
import type { Address } from './address.js';
import type { AzureAdOptions } from './azuread.options.js';

const steps = ['client_id', 'client_secret', 'redirect_uri'] as const;

export const skippedCredentials: readonly CheckStep[] = steps.map((step) =>
  skippedStep(step, 'Nothing was sent to the token endpoint, since an earlier step failed.'),
);

export async function credentialsSteps(
  about: About,
  metadata: ProviderMetadata,
  runtime: ConnectorRuntime,
): Promise<readonly CheckStep[]> {
  const { options, request } = about;
  const answer = await refusalOfMadeUpCode(
    {
      tokenEndpoint: metadata.token_endpoint,
      clientId: options.client_id,
      clientSecret: options.client_secret,
      authentication: 'client_secret_post',
      redirectUri: request.callbackUrl,
      runtime,
      signal: request.signal,
    },
    true,
  );
  if (answer === undefined) {
    const [, ...others] = steps;
    return [
      unanswered,
      ...others.map((step) => skippedStep(step, 'The token endpoint gave no answer that can be used.')),
    ];
  }
  const { body, error } = answer;
  const { code } = readAadsts(described(body).description, body);
  return refusalSteps({ error, ...(code !== undefined && { code }) }, about);
}

const unanswered: CheckStep = {
  step: 'client_id',
  outcome: 'failed',
  message: 'The token endpoint gave no answer that can be used, so client id and secret could not be verified.',
  remedy: 'Try again in a minute; if it stays like this, check whether the hub can reach Microsoft.',
};

/** What Microsoft's answer says. */
interface Refusal {
  /** OAuth `error`. */
  readonly error: string;
  /** Microsoft's number. */
  readonly code?: number;
}

/** What the steps speak of. */
interface About {
  readonly options: AzureAdOptions;
  readonly address: Address;
  readonly request: CheckRequest;
}
type Problem = Omit<CheckStep, 'step' | 'outcome'>;

function refusalSteps(refusal: Refusal, about: About): readonly CheckStep[] {
  const isRedirect = refusal.code !== undefined && redirectCodes.includes(refusal.code);
  if (refusal.error === 'invalid_grant' || isRedirect) {
    return [
      { step: 'client_id', outcome: 'ok', message: 'Microsoft knows the client id.', ...clientId(about) },
      { step: 'client_secret', outcome: 'ok', message: 'Microsoft accepts the client secret.' },
      isRedirect ? refusedRedirect(about) : untold(about),
    ];
  }
  const { code } = refusal;
  const secret = secretProblem(refusal);
  if (secret !== undefined) {
    return [
      { step: 'client_id', outcome: 'ok', message: 'Microsoft knows the client id.', ...clientId(about) },
      { step: 'client_secret', outcome: 'failed', field: 'client_secret', ...secret },
      untold(about),
    ];
  }
  const problem = (code === undefined ? undefined : clientProblem(code, about)) ?? otherProblem(refusal, about);
  return [
    { step: 'client_id', outcome: 'failed', ...problem },
    { step: 'client_secret', outcome: 'skipped', message: 'The secret was not looked at: the client was refused.' },
    untold(about),
  ];
}

/** Never the value, and no part of it. */
function secretProblem({ error, code }: Refusal): Problem | undefined {
  const expected = 'the Value of a client secret of this app registration that has not expired';
  if (code === 7000222) {
    return {
      message: 'The client secret has expired (AADSTS7000222).',
      expected,
      remedy: 'Make a new client secret under "Certificates & secrets", and give its Value and its expiry here.',
    };
  }
  if (code === 7000215 || code === 7000218 || code === 70002) {
    return {
      message: `Microsoft does not accept the client secret (AADSTS${code}).`,
      expected,
      remedy:
        'Copy the Value of the client secret, not its Secret ID. It is shown only once: if it is gone, make a new secret.',
    };
  }
  if (error !== 'invalid_client' || (code !== undefined && publicClientCodes.includes(code))) return undefined;
  return {
    message: `Microsoft does not accept the client secret${numbered(code)}.`,
    expected,
    remedy: 'Make a new client secret under "Certificates & secrets", and give its Value here.',
  };
}

const publicClientCodes: readonly number[] = [700025, 9002325, 9002326, 9002327];
const redirectCodes: readonly number[] = [50011, 500112, 500113, 900971];

function clientProblem(code: number, about: About): Problem | undefined {
  const { address, options } = about;
  if (code === 700016 || code === 700011) {
    return {
      message: `There is no app registration with this client id in the tenant (AADSTS${code}).`,
      ...clientId(about),
      expected: `the Application (client) ID of an app registration that "${address.segment}" can use`,
      remedy:
        'Copy the Application (client) ID from the overview page of the app registration, and check that tenant_domain is the tenant it is in.',
    };
  }
  if (code === 7000112) {
    return {
      message: 'The application is disabled in its tenant (AADSTS7000112).',
      ...clientId(about),
      remedy: 'Enable it under "Enterprise applications": "Enabled for users to sign-in".',
    };
  }
  if (code === 50194 || code === 9002332 || code === 9002331) {
    return {
      message: `The app registration does not admit the people that this endpoint is for (AADSTS${code}).`,
      field: 'useCommonEndpoint',
      given: `${options.useCommonEndpoint} (${address.segment})`,
      expected: 'the "Supported account types" of the app registration',
      remedy: 'Change "Supported account types" under "Authentication", or name the one tenant in tenant_domain.',
    };
  }
  if (!publicClientCodes.includes(code)) return undefined;
  return {
    message: `The callback URL is registered for a public client (AADSTS${code}).`,
    given: about.request.callbackUrl,
    expected: 'the callback URL under the platform "Web"',
    remedy: 'Register the callback URL under "Web" and remove it from "Single-page application" and "Mobile".',
  };
}

function otherProblem({ code }: Refusal, about: About): Problem {
  return {
    message: `Microsoft refused the client${numbered(code)}.`,
    ...clientId(about),
    remedy:
      code === undefined
        ? 'Compare client_id and tenant_domain with the app registration.'
        : `Look it up at https://login.microsoftonline.com/error?code=${code}.`,
  };
}

function refusedRedirect({ request }: About): CheckStep {
  return {
    step: 'redirect_uri',
    outcome: 'failed',
    message: 'The callback URL is not among the redirect URIs of the app registration.',
    given: request.callbackUrl,
    expected: 'the callback URL, byte for byte, under the platform "Web"',
    remedy: 'Register the callback URL under "Authentication", platform "Web".',
  };
}

function untold({ request }: About): CheckStep {
  return untoldRedirect(request, 'the callback URL, byte for byte, under the platform "Web"');
}

function clientId({ options }: About): Pick<CheckStep, 'field' | 'given'> {
  return { field: 'client_id', given: options.client_id };
}

function numbered(code: number | undefined): string {
  return code === undefined ? '' : ` (AADSTS${code})`;
}

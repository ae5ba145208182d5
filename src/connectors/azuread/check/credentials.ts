/**
 * The steps `client_id`, `client_secret` and `redirect_uri`. Microsoft looks at the client before it looks at the code, so
 * a made-up code tells whether the client is accepted: `invalid_grant` means that only the code was wrong. The OAuth
 * error decides; Microsoft's numbers only explain.
 */
import { randomBytes } from 'node:crypto';
import { ConnectorError } from '../../connector-error.js';
import { type ProviderMetadata, redeemCode, TokenEndpointError } from '../../oidc/index.js';
import type { CheckStep } from '../../self-check.js';
import { readAadsts } from '../aadsts/parse.js';
import type { CheckContext } from './check-context.js';
import { refusalSteps } from './refusals.js';

const steps = ['client_id', 'client_secret', 'redirect_uri'] as const;

export const skippedCredentials: readonly CheckStep[] = steps.map((step) => ({
  step,
  outcome: 'skipped',
  message: 'Nothing was sent to the token endpoint, since an earlier step failed.',
}));

export async function checkCredentials(
  context: CheckContext,
  metadata: ProviderMetadata,
): Promise<readonly CheckStep[]> {
  const answer = await askTokenEndpoint(context, metadata);
  if (answer === undefined) return [unanswered, ...skippedCredentials.slice(1).map(notTold)];
  const { body, error } = answer;
  const { error_description: description } = body;
  const { code } = readAadsts(typeof description === 'string' ? description : undefined, body);
  return refusalSteps({ error, ...(code !== undefined && { code }) }, context);
}

/** The endpoint's error answer; undefined when there was none that says anything about the client. */
async function askTokenEndpoint(
  { options, runtime, request }: CheckContext,
  { token_endpoint: tokenEndpoint }: ProviderMetadata,
): Promise<TokenEndpointError | undefined> {
  try {
    await redeemCode({
      tokenEndpoint,
      clientId: options.client_id,
      clientSecret: options.client_secret,
      authentication: 'client_secret_post',
      code: madeUp(),
      redirectUri: request.callbackUrl,
      codeVerifier: madeUp(),
      runtime,
      signal: request.signal,
    });
  } catch (error) {
    if (error instanceof TokenEndpointError) return error;
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
  // Tokens for a code that nobody gave: whoever answers, it is not Microsoft.
  return undefined;
}

const madeUp = (): string => randomBytes(32).toString('base64url');

const unanswered: CheckStep = {
  step: 'client_id',
  outcome: 'failed',
  message: 'The token endpoint gave no answer that can be used, so client id and secret could not be verified.',
  remedy: 'Try again in a minute; if it stays like this, check whether the hub can reach Microsoft.',
};

function notTold({ step }: CheckStep): CheckStep {
  return { step, outcome: 'skipped', message: 'The token endpoint gave no answer that can be used.' };
}

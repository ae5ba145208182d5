/**
 * The steps `client_id`, `client_secret` and `redirect_uri`. Microsoft looks at the client before it looks at the code, so
 * a made-up code tells whether the client is accepted: `invalid_grant` means that only the code was wrong. The OAuth
 * error decides; Microsoft's numbers only explain.
 */
import { type ProviderMetadata, refusalOfMadeUpCode } from '../../oidc/index.js';
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
  const { options, runtime, request } = context;
  const answer = await refusalOfMadeUpCode({
    tokenEndpoint: metadata.token_endpoint,
    clientId: options.client_id,
    clientSecret: options.client_secret,
    authentication: 'client_secret_post',
    redirectUri: request.callbackUrl,
    sendsVerifier: true,
    runtime,
    signal: request.signal,
  });
  if (answer === undefined) return [unanswered, ...skippedCredentials.slice(1).map(notTold)];
  const { body, error } = answer;
  const { error_description: description } = body;
  const { code } = readAadsts(typeof description === 'string' ? description : undefined, body);
  return refusalSteps({ error, ...(code !== undefined && { code }) }, context);
}

const unanswered: CheckStep = {
  step: 'client_id',
  outcome: 'failed',
  message: 'The token endpoint gave no answer that can be used, so client id and secret could not be verified.',
  remedy: 'Try again in a minute; if it stays like this, check whether the hub can reach Microsoft.',
};

function notTold({ step }: CheckStep): CheckStep {
  return { step, outcome: 'skipped', message: 'The token endpoint gave no answer that can be used.' };
}

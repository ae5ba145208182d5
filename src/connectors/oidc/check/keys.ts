/** The step `keys`: are there keys that may sign this connection's ID tokens? */
import type { CheckStep } from '../../self-check.js';
import { KeySource } from '../protocol/keys.js';
import type { ProviderMetadata } from '../protocol/metadata.js';
import type { CheckContext } from './check-context.js';

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

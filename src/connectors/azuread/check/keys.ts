/** The step `keys`: are there keys that may sign this connection's ID tokens? */

import { KeySource, type ProviderMetadata } from '../../oidc/index.js';
import type { CheckStep } from '../../self-check.js';
import { V1Keys } from '../v1-keys.js';
import type { CheckContext } from './check-context.js';

export const skippedKeys: CheckStep = {
  step: 'keys',
  outcome: 'skipped',
  message: 'The signing keys were not looked at, since an earlier step failed.',
};

export async function checkKeys(
  { address, runtime, request }: CheckContext,
  { jwks_uri: jwksUri }: ProviderMetadata,
): Promise<CheckStep> {
  const failed = {
    step: 'keys',
    outcome: 'failed',
    field: 'cloud_instance',
    given: address.cloud.name,
    remedy: 'Try again; if it stays like this, check cloud_instance, and whether the hub can reach Microsoft.',
  } as const;
  try {
    const keys = new KeySource({ runtime });
    const source = address.version === 'v2.0' ? keys : new V1Keys({ address, keys, runtime });
    const all = await source.list(jwksUri, 'RS256', request.signal);
    // On the common endpoints a key has to say whose tokens it signs.
    const needsIssuer = address.audience !== undefined;
    const usable = needsIssuer ? all.filter((key) => typeof key.issuer === 'string') : all;
    if (usable.length > 0) return { step: 'keys', outcome: 'ok', message: `${usable.length} signing keys are usable.` };
    return { ...failed, message: 'None of the published signing keys can be used.' };
  } catch {
    return { ...failed, message: 'The signing keys could not be read.' };
  }
}

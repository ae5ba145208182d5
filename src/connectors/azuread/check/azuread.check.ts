/**
 * Whether Microsoft accepts a connection before anybody signs in with it. Asks what a sign-in would ask, in the same
 * order and through the same checks, and changes nothing at Microsoft.
 */
import { clockStep, watchedClock } from '../../clock-check.js';
import type { ConnectorRuntime } from '../../connector.js';
import type { CheckRequest, CheckStep } from '../../self-check.js';
import { addressOf } from '../address.js';
import type { AzureAdOptions } from '../azuread.options.js';
import type { CheckContext } from './check-context.js';
import { checkCredentials, skippedCredentials } from './credentials.js';
import { checkKeys, skippedKeys } from './keys.js';
import { checkMetadata } from './metadata.js';

/** Resolves also when every step fails, and when the request's signal aborts. */
export async function checkAzureAd(
  options: AzureAdOptions,
  runtime: ConnectorRuntime,
  request: CheckRequest,
): Promise<readonly CheckStep[]> {
  const clock = watchedClock(runtime);
  const context: CheckContext = { options, address: addressOf(options), runtime: clock.runtime, request };
  const { steps, metadata } = await checkMetadata(context);
  // The secret goes only to an endpoint that a document named which was accepted.
  if (metadata === undefined)
    return [...steps, skippedKeys, ...skippedCredentials, clockStep(clock.reading(), 'Microsoft')];
  const [keys, credentials] = await Promise.all([checkKeys(context, metadata), checkCredentials(context, metadata)]);
  return [...steps, keys, ...credentials, clockStep(clock.reading(), 'Microsoft')];
}

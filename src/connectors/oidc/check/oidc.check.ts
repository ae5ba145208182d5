/**
 * Whether an OpenID Provider accepts a connection before anybody signs in with it. Asks what a sign-in would ask, in the
 * same order and through the same checks, and changes nothing there.
 */
import { clockStep, watchedClock } from '../../clock-check.js';
import type { ConnectorRuntime } from '../../connector.js';
import type { CheckRequest, CheckStep } from '../../self-check.js';
import type { OidcOptions } from '../oidc.options.js';
import { presetOf } from '../presets/presets.js';
import { capabilitiesStep, skippedCapabilities } from './capabilities.js';
import type { CheckContext } from './check-context.js';
import { checkCredentials, skippedCredentials } from './credentials.js';
import { checkKeys, skippedKeys } from './keys.js';
import { checkMetadata } from './metadata.js';

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

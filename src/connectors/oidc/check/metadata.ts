/** The steps `discovery` and `issuer`: is the upstream there, and is it the one that the connection names? */

import type { CheckStep } from '../../self-check.js';
import { discoveryUrlOf, mismatchOf } from '../issuer.js';
import { MetadataSource, type ProviderMetadata } from '../protocol/metadata.js';
import type { CheckContext } from './check-context.js';

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

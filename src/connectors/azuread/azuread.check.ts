import type { CheckRequest, CheckStep } from '../abilities.js';
import { clockStep, watchedClock } from '../clock-check.js';
import type { ConnectorRuntime } from '../connector.js';
import { ConnectorError } from '../connector-error.js';
import { KeySource, MetadataSource, type ProviderMetadata, parseStrictObject } from '../oidc/index.js';
import { readAadsts } from './aadsts.js';
import { type Address, addressOf, canonicalIssuer } from './address.js';
import type { AzureAdOptions } from './azuread.options.js';
import { checkCredentials, skippedCredentials } from './check-credentials.js';
import { acceptMetadata } from './issuer.js';
import { isTenantId } from './options/tenant.js';
import { V1Keys } from './v1-keys.js';

/** The steps `discovery`, `tenant` and `issuer`: is Microsoft there, does it know the tenant, and is it the right one? */

export interface CheckedMetadata {
  readonly steps: readonly CheckStep[];
  /** Only a document that a sign-in would accept. */
  readonly metadata?: ProviderMetadata;
}

export async function checkMetadata({ address, runtime, request }: CheckContext): Promise<CheckedMetadata> {
  const source = new MetadataSource({ url: address.discoveryUrl, runtime, accept: () => undefined });
  let metadata: ProviderMetadata;
  try {
    metadata = await source.get(request.signal);
  } catch (error) {
    const unknown = unknownTenant(error, address);
    return { steps: unknown === undefined ? unreachable(address) : [reached, unknown, skippedIssuer] };
  }
  const tenant = tenantStep(metadata, address);
  try {
    acceptMetadata(metadata, address);
  } catch {
    return { steps: [reached, tenant, foreignIssuer(metadata, address)] };
  }
  const message = 'The issuer is the expected one.';
  return { steps: [reached, tenant, { step: 'issuer', outcome: 'ok', message }], metadata };
}

const reached: CheckStep = { step: 'discovery', outcome: 'ok', message: 'Microsoft answers at the address.' };
const skippedIssuer = skipped('issuer', 'The issuer was not compared, since an earlier step failed.');

/** The same for an address that is refused, filtered, silent, forbidden to the hub, or somebody else's. */
function unreachable({ cloud }: Address): readonly CheckStep[] {
  return [
    {
      step: 'discovery',
      outcome: 'failed',
      message: 'No usable discovery document could be read at the address.',
      field: 'cloud_instance',
      given: cloud.name,
      expected: 'a Microsoft cloud that this hub can reach',
      remedy:
        'Check cloud_instance, and that the hub may reach it: its firewall and proxy, and PORTICO_UPSTREAM_ALLOW for a private address.',
    },
    skipped('tenant', 'The tenant was not looked for, since an earlier step failed.'),
    skippedIssuer,
  ];
}

/** Microsoft answers with a numbered error where it does not know the tenant. Undefined: it was not that. */
function unknownTenant(error: unknown, address: Address): CheckStep | undefined {
  const text = error instanceof ConnectorError && error.code === 'misconfigured' && error.upstream?.description;
  if (!text) return undefined;
  const number = aadstsNumber(text);
  if (number === undefined) return undefined;
  return {
    step: 'tenant',
    outcome: 'failed',
    message: `Microsoft does not know the tenant in this cloud (AADSTS${number}).`,
    field: address.audience === undefined ? 'tenant_domain' : 'audience_type',
    given: address.segment,
    expected: 'the Directory (tenant) ID or a verified domain of a tenant',
    remedy: `Copy the Directory (tenant) ID from the overview page of the app registration; for a tenant of another cloud than "${address.cloud.name}" set cloud_instance.`,
  };
}

function aadstsNumber(text: string): number | undefined {
  try {
    const members = parseStrictObject(text);
    const { error_description: description } = members;
    return readAadsts(typeof description === 'string' ? description : undefined, members).code;
  } catch {
    return undefined;
  }
}

function tenantStep({ issuer }: ProviderMetadata, { segment, audience }: Address): CheckStep {
  const step = 'tenant';
  if (audience !== undefined) {
    return skipped(step, `The endpoint "${segment}" is for people of many tenants: there is no one to be found.`);
  }
  const id = issuer.split('/').find(isTenantId);
  if (id === undefined) return skipped(step, 'The discovery document names no tenant.');
  return {
    step,
    outcome: 'ok',
    message: id === segment ? 'The tenant is there.' : `The tenant is there; its id is ${id}.`,
    field: 'tenant_domain',
    given: segment,
  };
}

const VALUE_LIMIT = 200;

function foreignIssuer({ issuer }: ProviderMetadata, address: Address): CheckStep {
  const { audience, cloud, segment, version } = address;
  const tenant = audience === undefined ? (isTenantId(segment) ? segment : '{tenant id}') : '{tenantid}';
  return {
    step: 'issuer',
    outcome: 'failed',
    message: 'The discovery document is of another cloud or tenant than the connection.',
    field: 'cloud_instance',
    given: issuer.slice(0, VALUE_LIMIT),
    expected: version === 'v2.0' ? canonicalIssuer(cloud, tenant) : `an issuer of the cloud "${cloud.name}"`,
    remedy: 'Set cloud_instance to the cloud that the tenant is in, and tenant_domain to its id or a domain of it.',
  };
}

function skipped(step: string, message: string): CheckStep {
  return { step, outcome: 'skipped', message };
}

/**
 * Whether Microsoft accepts a connection before anybody signs in with it. Asks what a sign-in would ask, in the same
 * order and through the same checks, and changes nothing at Microsoft.
 */

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

/** What every step of one check needs. */
export interface CheckContext {
  readonly options: AzureAdOptions;
  readonly address: Address;
  readonly runtime: ConnectorRuntime;
  readonly request: CheckRequest;
}

/** The step `keys`: are there keys that may sign this connection's ID tokens? */

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

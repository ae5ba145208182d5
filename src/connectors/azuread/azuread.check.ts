/** The check of an Azure AD connection, step by step: see `oidc/engine-check.ts`. */
import type { CheckRequest, CheckStep } from '../abilities.js';
import type { ConnectorRuntime } from '../connector.js';
import {
  type CheckedMetadata,
  checkOpenIdProvider,
  KeySource,
  keysStep,
  type ProviderMetadata,
  publishedMetadata,
  skippedKeys,
  skippedStep,
} from '../oidc/index.js';
import { described, errorDocumentIn, readAadsts } from './aadsts.js';
import { type Address, addressOf, canonicalIssuer } from './address.js';
import type { AzureAdOptions } from './azuread.options.js';
import { credentialsSteps, skippedCredentials } from './check-credentials.js';
import { acceptMetadata } from './issuer.js';
import { isTenantId } from './options/tenant.js';
import { V1Keys } from './v1-keys.js';

/** Resolves also when every step fails, and when the request's signal aborts. */
export function checkAzureAd(
  options: AzureAdOptions,
  runtime: ConnectorRuntime,
  request: CheckRequest,
): Promise<readonly CheckStep[]> {
  const address = addressOf(options);
  return checkOpenIdProvider(runtime, {
    upstream: 'Microsoft',
    discover: (watched) => metadataSteps(address, watched, request),
    ask: (metadata, watched) => [
      keySteps(address, metadata, watched, request),
      credentialsSteps({ options, address, request }, metadata, watched),
    ],
    skipped: [skippedKeys, ...skippedCredentials],
  });
}

/** The steps `discovery`, `tenant` and `issuer`: is Microsoft there, does it know the tenant, and is it the right one? */
async function metadataSteps(
  address: Address,
  runtime: ConnectorRuntime,
  request: CheckRequest,
): Promise<CheckedMetadata> {
  let metadata: ProviderMetadata;
  try {
    metadata = await publishedMetadata(address.discoveryUrl, runtime, request);
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
const skippedIssuer = skippedStep('issuer', 'The issuer was not compared, since an earlier step failed.');

/** Reads the same whether the address is refused, filtered, silent, forbidden to the hub, or somebody else's. */
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
    skippedStep('tenant', 'The tenant was not looked for, since an earlier step failed.'),
    skippedIssuer,
  ];
}

/** Microsoft answers with a numbered error where it does not know the tenant. Undefined: it was not that. */
function unknownTenant(error: unknown, address: Address): CheckStep | undefined {
  const members = errorDocumentIn(error);
  const { code } = members === undefined ? {} : readAadsts(described(members).description, members);
  if (code === undefined) return undefined;
  return {
    step: 'tenant',
    outcome: 'failed',
    message: `Microsoft does not know the tenant in this cloud (AADSTS${code}).`,
    field: address.audience === undefined ? 'tenant_domain' : 'audience_type',
    given: address.segment,
    expected: 'the Directory (tenant) ID or a verified domain of a tenant',
    remedy: `Copy the Directory (tenant) ID from the overview page of the app registration; for a tenant of another cloud than "${address.cloud.name}" set cloud_instance.`,
  };
}

function tenantStep({ issuer }: ProviderMetadata, { segment, audience }: Address): CheckStep {
  const step = 'tenant';
  if (audience !== undefined) {
    return skippedStep(step, `The endpoint "${segment}" is for people of many tenants: there is no one to be found.`);
  }
  const id = issuer.split('/').find(isTenantId);
  if (id === undefined) return skippedStep(step, 'The discovery document names no tenant.');
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

function keySteps(
  address: Address,
  { jwks_uri: jwksUri }: ProviderMetadata,
  runtime: ConnectorRuntime,
  { signal }: CheckRequest,
): Promise<readonly CheckStep[]> {
  const usableKeys = async () => {
    const keys = new KeySource({ runtime });
    const source = address.version === 'v2.0' ? keys : new V1Keys({ address, keys, runtime });
    const all = await source.list(jwksUri, 'RS256', signal);
    // On the common endpoints a key has to say whose tokens it signs.
    return address.audience === undefined ? all : all.filter((key) => typeof key.issuer === 'string');
  };
  return keysStep(usableKeys, {
    field: 'cloud_instance',
    given: address.cloud.name,
    remedy: 'Try again; if it stays like this, check cloud_instance, and whether the hub can reach Microsoft.',
    none: 'None of the published signing keys can be used.',
  });
}

/** Readings and rules of single options: what an input is normalised to, and why a value is refused. Pure. */
import { upstreamParamsProblem as problemOf, type UpstreamParameterRules } from '../../oidc/index.js';
import type { RawInput } from '../../option.js';
import { hasControlCharacters, readList, textProblem } from '../../option-values.js';
import { isInstalled, LIBRARY, NOT_INSTALLED } from '../driver/library.js';
import { type Cloud, cloudNames, readCloud } from './clouds.js';
import { type Audience, isAudience, isTenantId, readTenant } from './tenant.js';

export function clientIdProblem(value: unknown): string | undefined {
  if (value === undefined) return 'is missing: it is the Application (client) ID of the app registration';
  const problem = textProblem(value, 100);
  if (problem !== undefined) return problem;
  return /^[a-zA-Z0-9\-:./_~]+$/.test(String(value))
    ? undefined
    : 'has characters that no Application (client) ID has: copy it from the app registration';
}

export function clientSecretProblem(value: unknown): string | undefined {
  if (value === undefined) return 'is missing: make one under "Certificates & secrets" and paste its Value';
  const problem = textProblem(value, 10_000);
  if (problem !== undefined) return problem;
  return looksLikeGuid(String(value))
    ? `looks like the secret's ID: paste its Value, which the portal shows only once, right after the secret is made`
    : undefined;
}

export function readCloudInstance(value: unknown): unknown {
  return typeof value === 'string' && !hasControlCharacters(value) ? (readCloud(value)?.name ?? value) : value;
}

export function cloudProblem(value: unknown): string | undefined {
  const problem = textProblem(value, 255);
  if (problem !== undefined) return problem;
  return readCloud(String(value)) === undefined
    ? `must be one of ${cloudNames.join(', ')}, or a base URL such as https://login.example without a path`
    : undefined;
}

/** The cloud that an input names, for reading what depends on it; the global one while `cloud_instance` is unusable. */
function cloudOf(input: RawInput): Cloud {
  const named = [input.cloudInstance, input.cloud_instance].find((value) => typeof value === 'string');
  const cloud = readCloud(String(named ?? 'global')) ?? readCloud('global');
  if (cloud === undefined) throw new TypeError('The global cloud is unknown.');
  return cloud;
}

export function readTenantDomain(value: unknown, input: RawInput): unknown {
  // `tenantId: "common"` is another tool's way to ask for the common endpoint: see readUseCommonEndpoint.
  const sent = audienceOfTenantId(input) === undefined ? value : (input.tenant_domain ?? undefined);
  if (typeof sent !== 'string' || hasControlCharacters(sent)) return sent;
  const reading = readTenant(sent, cloudOf(input));
  return reading.kind === 'tenant' ? reading.tenant : sent;
}

export function tenantProblem(value: unknown, options: RawInput): string | undefined {
  if (value === undefined) {
    return 'is missing: give the Directory (tenant) ID or a domain of the tenant, or set useCommonEndpoint';
  }
  const problem = textProblem(value, 512);
  if (problem !== undefined) return problem;
  const reading = readTenant(String(value), cloudOf(options));
  if (reading.kind === 'unusable') return reading.problem;
  if (reading.kind === 'tenant') return undefined;
  return `cannot be "${reading.audience}": set useCommonEndpoint to true and audience_type to "${reading.audience}"`;
}

export function readUseCommonEndpoint(value: unknown, input: RawInput): unknown {
  return value ?? (audienceOfTenantId(input) === undefined ? undefined : true);
}

export function readAudience(value: unknown, input: RawInput): unknown {
  return audienceOfTenantId(input) ?? value;
}

function audienceOfTenantId(input: RawInput): Audience | undefined {
  const value = typeof input.tenantId === 'string' ? input.tenantId.trim().toLowerCase() : undefined;
  return isAudience(value) ? value : undefined;
}

export function readAllowedTenants(value: unknown): unknown {
  const list = readList(value);
  return Array.isArray(list) ? [...new Set<unknown>(list.map(lowerCaseGuid))] : list;
}

const waysOut = `list the ids of the tenants whose people may sign in, or give ["*"] to accept every tenant`;

/** The list must be a decision: neither forgotten nor empty. */
export function commonEndpointProblem(value: unknown, options: RawInput): string | undefined {
  const tenants = options.allowed_tenants;
  if (value !== true || options.audience_type === 'consumers') return undefined;
  if (tenants === undefined) return `needs allowed_tenants: ${waysOut}`;
  return Array.isArray(tenants) && tenants.length === 0
    ? `would admit nobody with empty allowed_tenants: ${waysOut}`
    : undefined;
}

export function allowedTenantsProblem(value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'must be an array of tenant ids';
  if (value.length > 1000) return 'has more than 1000 entries';
  if (value.includes('*')) {
    return value.length === 1 ? undefined : `has "*" beside others: "*" alone means every tenant`;
  }
  return value.every(isTenantId)
    ? undefined
    : `has an entry that is no tenant id: each is a GUID, the "Directory (tenant) ID", not a domain`;
}

const guid = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** What Microsoft calls a GUID, in any spelling people paste. */
export function looksLikeGuid(value: string): boolean {
  return guid.test(value.trim());
}

/** GUIDs are compared byte for byte with tokens, which have them in lower case. */
export function lowerCaseGuid(value: unknown): unknown {
  return typeof value === 'string' && looksLikeGuid(value) ? value.trim().toLowerCase().replace(/[{}]/g, '') : value;
}

/** `upstream_params`: the names that may be sent, a closed list. */
const upstreamParameterNames: readonly string[] =
  'acr_values amr_values claims display login_hint max_age mkt msafed prompt response_mode sso_reload ui_locales'.split(
    ' ',
  );

const rules: UpstreamParameterRules = {
  nameProblem: (name) => {
    if (name === 'domain_hint') return `cannot set domain_hint: it is always taken from the connection's own domains`;
    if (upstreamParameterNames.includes(name)) return undefined;
    return `cannot set ${JSON.stringify(name.slice(0, 40))}: only ${upstreamParameterNames.join(', ')} may be added`;
  },
  values: {
    prompt: ['login', 'consent', 'select_account'],
    response_mode: ['query', 'form_post'],
  },
  unheardAliases: 'acr_values audience client_id display id_token_hint resource response_mode response_type'.split(' '),
};

export function upstreamParamsProblem(value: unknown): string | undefined {
  return problemOf(value, rules);
}

export type DriverName = 'portico' | typeof LIBRARY;
export const driverNames: readonly DriverName[] = ['portico', LIBRARY];

export function driverProblem(value: unknown, options: RawInput, installed = isInstalled): string | undefined {
  if (!driverNames.some((name) => name === value)) return `must be one of ${driverNames.join(', ')}`;
  if (value === 'portico') return undefined;
  if (!installed()) return NOT_INSTALLED;
  return String(options.cloud_instance).startsWith('http:')
    ? `"${LIBRARY}" speaks to clouds over https only: change cloud_instance, or use driver "portico"`
    : undefined;
}

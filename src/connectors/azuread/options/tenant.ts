/**
 * What an administrator may type or paste for a tenant, reduced to the tenant itself: its id (a lower-case GUID) or
 * one of its domains (lower case, A-labels). Pure; the same reading serves the option's normalisation and its check.
 */
import { domainToASCII } from 'node:url';
import { type Cloud, cloudOfHost } from './clouds.js';

/** Segment of the common endpoints: who may sign in. */
export type Audience = 'organizations' | 'common' | 'consumers';
export const audiences: readonly Audience[] = ['organizations', 'common', 'consumers'];

/** The tenant of personal Microsoft accounts, in the global cloud only. */
export const consumerTenantId = '9188040d-6c67-4c5b-b112-36a304b66dad';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Exactly the form in which Microsoft issues tenant ids: a lower-case GUID, and not the nil one. */
export function isTenantId(value: unknown): value is string {
  return typeof value === 'string' && guid.test(value) && !isEmptyGuid(value);
}

export function isAudience(value: unknown): value is Audience {
  return audiences.some((audience) => audience === value);
}

export type TenantReading =
  | { readonly kind: 'tenant'; readonly tenant: string }
  | { readonly kind: 'audience'; readonly audience: Audience }
  | { readonly kind: 'unusable'; readonly problem: string };

/** Reads a tenant id, a domain, or a URL that has one in its path, for a connection to `cloud`. */
export function readTenant(input: string, cloud: Cloud): TenantReading {
  const text = input.trim();
  const pasted = asUrl(text);
  if (pasted === undefined) return readSegment(text);
  if (!cloud.hosts.includes(pasted.host)) return { kind: 'unusable', problem: foreignUrl(pasted.host, cloud) };
  const segment = pasted.pathname.split('/')[1] ?? '';
  if (segment === '') return unusable(`is a URL without a tenant in its path: paste the tenant's id or domain`);
  return readSegment(decodeSegment(segment));
}

/** An authority, issuer, discovery, authorize or token URL of either version; also without its `https://`. */
function asUrl(text: string): URL | undefined {
  const hasKnownHost = cloudOfHost(text.split('/')[0] ?? '') !== undefined;
  const candidate = text.includes('://') ? text : hasKnownHost ? `https://${text}` : undefined;
  return candidate !== undefined && URL.canParse(candidate) ? new URL(candidate) : undefined;
}

function readSegment(raw: string): TenantReading {
  const text = raw.toLowerCase();
  if (isAudience(text)) return { kind: 'audience', audience: text };
  if (text === consumerTenantId) return { kind: 'audience', audience: 'consumers' };
  if (guid.test(text)) {
    return isEmptyGuid(text) ? unusable('is an empty GUID, which is no tenant') : { kind: 'tenant', tenant: text };
  }
  if (/[{}<>]|your[-_ ]?tenant|tenant[-_ ]?id/.test(text)) {
    return unusable(`is a placeholder: replace it by the directory's own id or domain`);
  }
  if (text.includes('@')) return unusable('is an e-mail address: give only the part after the @, or the tenant id');
  return readDomain(text);
}

function readDomain(text: string): TenantReading {
  // `domainToASCII` reads like a URL parser: it would quietly drop a path, a port or a query.
  const domain = /[/\\?#:@%\s]/.test(text) ? '' : domainToASCII(text.replace(/\.$/, ''));
  const labels = domain.split('.');
  const isDomain =
    labels.length >= 2 &&
    domain.length <= 253 &&
    labels.every((one) => label.test(one)) &&
    /[a-z]/.test(labels.at(-1) ?? '');
  if (isDomain) return { kind: 'tenant', tenant: domain };
  return unusable(
    /^[0-9a-z-]{30,40}$/.test(text)
      ? 'is not a well-formed GUID: copy the "Directory (tenant) ID" again'
      : `is neither a tenant id (a GUID) nor a domain of the tenant such as contoso.com or contoso.onmicrosoft.com`,
  );
}

function foreignUrl(host: string, cloud: Cloud): string {
  const other = cloudOfHost(host);
  return other === undefined
    ? `is a URL on ${host}, which is not a sign-in host of the cloud "${cloud.name}": paste the tenant's id or domain`
    : `is a URL of the cloud "${other.name}", but cloud_instance is "${cloud.name}": ` +
        `set cloud_instance to "${other.name}", or paste the tenant of the right cloud`;
}

function unusable(problem: string): TenantReading {
  return { kind: 'unusable', problem };
}

function isEmptyGuid(text: string): boolean {
  return /^[0-]+$/.test(text) || /^[f-]+$/.test(text);
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

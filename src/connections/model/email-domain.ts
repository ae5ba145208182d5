import { domainToASCII, domainToUnicode } from 'node:url';
import { getPublicSuffix } from 'tldts';
import { CONSUMER_DOMAINS, SHARED_TENANT_DOMAINS } from './consumer-domains.js';

const MAX_DOMAIN = 253;
const MAX_ADDRESS = 254;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Characters that no domain is written with, but that a URL parser would read past: it drops the invisible ones, and
 * reads only as far as the first delimiter. Two spellings that look different must not become one domain in silence.
 */
const NOT_IN_A_DOMAIN = /[\s\p{C}/\\@:?#%[\]]/u;

/**
 * The canonical form of a domain: lower-case A-labels (RFC 5890) without a trailing dot, so that every spelling of a
 * domain is one domain. Undefined for whatever is not a domain of at least two labels: single labels, IP addresses …
 */
export function canonicalDomain(text: string): string | undefined {
  if (text.length > MAX_DOMAIN + 1 || NOT_IN_A_DOMAIN.test(text)) return undefined;
  const ascii = domainToASCII(text).replace(/\.$/, '');
  const labels = ascii.split('.');
  if (ascii.length > MAX_DOMAIN || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return undefined;
  // From Node 24 on `domainToASCII` lets pass what only looks like an A-label: one that stands for no letters is none.
  if (
    domainToUnicode(ascii)
      .split('.')
      .some((label) => label.startsWith('xn--'))
  )
    return undefined;
  // A last label of digits makes it an IP address to every URL parser (WHATWG URL, "ends in a number").
  return /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? undefined : ascii;
}

/** Why nobody can claim this domain for a connection, or undefined. Takes the canonical form. */
export function whyNotClaimable(domain: string): string | undefined {
  if (CONSUMER_DOMAINS.has(domain)) {
    return `"${domain}" is a public e-mail service, which belongs to no company: people of it use the connection's button`;
  }
  if (SHARED_TENANT_DOMAINS.has(domain))
    return `"${domain}" is shared by many companies: give your own domain below it`;
  if (domain === 'localhost' || domain.endsWith('.localhost')) return `"${domain}" belongs to every machine`;
  return getPublicSuffix(domain, { allowPrivateDomains: true }) === domain
    ? `"${domain}" is a public suffix, below which anybody can register: give your own domain below it`
    : undefined;
}

/**
 * The canonical domain of an e-mail address, for home realm discovery. Undefined for anything but one plain address:
 * quoted local parts, lists, a second `@` or control characters never reach a decision about a domain.
 */
export function domainOfAddress(address: string): string | undefined {
  const text = address.trim();
  if (text.length > MAX_ADDRESS || /[\s\p{C}"(),:;<>[\]\\]/u.test(text)) return undefined;
  const [localPart, domain, ...rest] = text.split('@');
  if (!localPart || domain === undefined || rest.length > 0) return undefined;
  return canonicalDomain(domain);
}

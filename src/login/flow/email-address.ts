import { domainToASCII } from 'node:url';

export interface EmailAddress {
  /** As given, trimmed. */
  readonly address: string;
  /** Lower case, A-labels, no trailing dot. */
  readonly domain: string;
}

const MAX_LENGTH = 254;
/** Spaces, quotes, separators of lists and control or invisible characters: never part of an address people type, always part of tricks. */
const FORBIDDEN = /[\s"(),:;<>[\]\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * Reads one e-mail address, strictly: exactly one `@`, no quoting, no list, at most 254 characters. Undefined for
 * anything else, so that no two parts of the hub read two domains out of one text.
 */
export function parseEmailAddress(value: string): EmailAddress | undefined {
  const address = value.trim();
  if (address.length > MAX_LENGTH || FORBIDDEN.test(address)) return undefined;
  const [local, given, ...rest] = address.split('@');
  if (local === undefined || local === '' || given === undefined || rest.length > 0) return undefined;
  const domain = domainToASCII(given.replace(/\.$/, '')).toLowerCase();
  const isName = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/.test(domain);
  // The last label of an IPv4 address is a number.
  return isName && !/\.\d+$/.test(domain) ? { address, domain } : undefined;
}

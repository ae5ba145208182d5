import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * What an address counts as: an IPv4 address as itself, an IPv6 address as its /64, which is the least that a network
 * gives to one household or machine.
 * @param address as the request context has it; anything that is no address counts as one and the same.
 */
export function addressSubject(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (isIP(bare) === 0) return 'unknown';
  const parsed = ipaddr.process(bare);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

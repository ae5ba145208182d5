/** Which addresses upstream requests may reach: public ones over https, and what the operator allows by name or range. */
import ipaddr from 'ipaddr.js';
import type { UpstreamAllowance } from '../../config/portico-config.js';

/** Where a socket is about to go. `host` is a URL's hostname: lower case, IPv6 in brackets or not. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
}

/** Azure's host agent: a public-looking address that answers with credentials from inside a virtual machine. */
const SPECIAL = ['168.63.129.16'];
/** IPv6's global unicast space. Everything outside it is special, though some of it is called "unicast" elsewhere. */
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

export class UpstreamPolicy {
  private readonly hosts: readonly { readonly host: string; readonly port?: number }[];
  private readonly ranges: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @throws {TypeError} for an allowance that is no host or no range. */
  constructor(allow: readonly UpstreamAllowance[]) {
    this.hosts = allow.flatMap((one) => (one.kind === 'host' ? [{ ...one, host: canonicalHost(one.host) }] : []));
    this.ranges = allow.flatMap((one) => (one.kind === 'range' ? [parseRange(one.cidr)] : []));
  }

  /** Whether a socket for `target` may be opened to `address`, a literal. Every address that a name has is asked about. */
  permits(target: Target, address: string): boolean {
    if (this.allowsHost(target)) return true;
    if (!ipaddr.isValid(withoutZone(address))) return false;
    const parsed = ipaddr.process(withoutZone(address));
    if (this.ranges.some(([base, bits]) => base.kind() === parsed.kind() && parsed.match(base, bits))) return true;
    return target.secure && isPublic(parsed);
  }

  /** Whether plain http to this host can be permitted at all: by its name, or because some range is allowed. */
  mayUsePlainHttp(target: Target): boolean {
    return this.allowsHost(target) || this.ranges.length > 0;
  }

  private allowsHost({ host, port }: Target): boolean {
    const name = unbracketed(host);
    return this.hosts.some((one) => one.host === name && (one.port === undefined || one.port === port));
  }
}

/** A public unicast address: nothing private, local, mapped, translated, tunnelled, reserved or multicast. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast' || SPECIAL.includes(address.toString())) return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_V6);
}

/** Host names compare as URLs spell them: lower case, A-labels, numeric IPv4 spellings reduced. */
function canonicalHost(host: string): string {
  const literal = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  if (!URL.canParse(`http://${literal}`)) throw new TypeError(`"${host}" is not a host.`);
  return unbracketed(new URL(`http://${literal}`).hostname);
}

function parseRange(cidr: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  try {
    return ipaddr.parseCIDR(cidr);
  } catch (cause) {
    throw new TypeError(`"${cidr}" is not an address range.`, { cause });
  }
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function withoutZone(address: string): string {
  return address.replace(/%.*$/, '');
}

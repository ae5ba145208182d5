import { isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { UpstreamAllowance } from './portico-config.js';

/** Readers of the variables that name hosts and addresses. Each returns undefined for what it does not understand. */

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i;

/** The parts of a comma-separated list, trimmed; none for an empty text. */
export function listOf(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A literal address, in four-part decimal or IPv6 form. `10.1` and `0x7f.1` are addresses to some libraries: not here. */
export function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || isIPv6(text);
}

/** `address/length`. A length of 0 is everybody, which is never what a list of exceptions means. */
export function isRange(text: string): boolean {
  const [address = '', length = '', rest] = text.split('/');
  if (rest !== undefined || !isAddress(address) || !/^\d{1,3}$/.test(length)) return false;
  return Number(length) >= 1 && Number(length) <= (isIPv6(address) ? 128 : 32);
}

export function isHost(text: string): boolean {
  return isAddress(text) || (HOST_NAME.test(text) && !/^[\d.]+$/.test(text));
}

/** Whether only this machine can reach the host: `localhost`, names below it, and loopback addresses. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return isAddress(bare) && ipaddr.process(bare).range() === 'loopback';
}

/** `host`, `host:port`, `[v6]:port`, a bare IPv6 address, or a CIDR range. Hosts are in lower case, without brackets. */
export function upstreamAllowance(text: string): UpstreamAllowance | undefined {
  if (text.includes('/')) return isRange(text) ? { kind: 'range', cidr: text } : undefined;
  if (isIPv6(text)) return { kind: 'host', host: text.toLowerCase() };
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  if (host === undefined || !isHost(host) || (parts?.[1] !== undefined && !isIPv6(host))) return undefined;
  const port = parts?.[3] === undefined ? undefined : Number(parts[3]);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  return { kind: 'host', host: host.toLowerCase(), ...(port !== undefined && { port }) };
}

/** Turns a host name into addresses without occupying the thread pool that password hashing and signing share. */
import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';

/** All addresses of a name. Injected in tests. */
export type ResolveHost = (host: string) => Promise<readonly LookupAddress[]>;

/** Failures that mean "this name server does not know", after which the machine's own tables are asked. */
const UNKNOWN = ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED', 'ESERVFAIL', 'EBADNAME'];

/**
 * Asks the name servers by socket (c-ares): a name that hangs occupies nothing. `getaddrinfo`, which occupies a thread
 * of the pool, is only asked for names that the machine itself knows: single words such as `localhost`, and those that
 * the name servers answer about and do not know, such as names of the hosts file.
 */
export function systemResolver(): ResolveHost {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (host) => {
    if (!host.includes('.')) return lookup(host, { all: true });
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found: LookupAddress[] = [
      ...(four.status === 'fulfilled' ? four.value.map((address) => ({ address, family: 4 })) : []),
      ...(six.status === 'fulfilled' ? six.value.map((address) => ({ address, family: 6 })) : []),
    ];
    if (found.length > 0) return found;
    for (const answer of [four, six]) {
      if (answer.status === 'rejected' && !UNKNOWN.includes(codeOf(answer.reason))) throw answer.reason;
    }
    return lookup(host, { all: true });
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

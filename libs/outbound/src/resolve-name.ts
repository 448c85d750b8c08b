import { lookup, Resolver as DnsResolver, type LookupAddress, type LookupOptions } from 'node:dns';
import { outboundBounds } from './outbound-bounds.js';

/** Finds all addresses of a name, as Node's own `dns.lookup` does with the option `all`. */
export type Resolver = (
  hostname: string,
  options: LookupOptions & { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * The system's way: hosts file, local names and all. It takes one of a few threads of the process for as long as it takes,
 * so it is for names that the operator vouches for.
 */
export const resolveLocally: Resolver = (hostname, options, done) => lookup(hostname, options, done);

/**
 * By DNS alone and without a thread, so that names whose servers never answer hold up nobody else. Fails if there is no
 * address of either version. Asks the system's name servers unless others are given.
 */
export function dnsResolver(servers: readonly string[] | null = null): Resolver {
  return (hostname, _options, done) => {
    const resolver = new DnsResolver({ timeout: outboundBounds.dnsMillis, tries: outboundBounds.dnsTries });
    if (servers !== null) resolver.setServers(servers);
    resolveBoth(resolver, hostname, done);
  };
}

function resolveBoth(resolver: DnsResolver, hostname: string, done: Parameters<Resolver>[2]): void {
  const found: LookupAddress[] = [];
  let failure: NodeJS.ErrnoException | null = null;
  let left = 2;
  const take = (family: 4 | 6) => (error: NodeJS.ErrnoException | null, addresses: string[] | undefined) => {
    if (error !== null) failure ??= error;
    else found.push(...(addresses ?? []).map((address) => ({ address, family })));
    left -= 1;
    if (left === 0) done(found.length === 0 ? failure : null, found);
  };
  resolver.resolve4(hostname, take(4));
  resolver.resolve6(hostname, take(6));
}

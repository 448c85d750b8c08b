import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * The addresses that are not of the public internet, by the IANA special-purpose registries (RFC 6890 and what followed):
 * this host, private, loopback, link-local (cloud metadata among them), shared, documentation, benchmark, multicast and
 * reserved ranges.
 */
const RESERVED: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** Of IPv6 only global unicast is public, and of that not these: protocol assignments, documentation, 6to4. */
const RESERVED_V6: readonly string[] = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

/** A list of addresses and networks such as `10.0.0.0/8` or `fd00::1`. */
export function addressList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const version = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, version);
    else list.addSubnet(address, Number(bits), version);
  }
  return list;
}

const reserved = addressList(RESERVED);
const reservedV6 = addressList(RESERVED_V6);
const globalV6 = addressList(['2000::/3']);

/** The last 32 bits of an address of these prefixes (RFC 4291 2.5.5.2, RFC 6052 2.1) are the IPv4 address it leads to. */
const carriers = addressList(['::ffff:0:0/96', '64:ff9b::/96']);

/** Whether an IP address is on a list; an IPv6 address that only wraps an IPv4 one counts as that one too. */
export function isListed(list: BlockList, address: string): boolean {
  if (!isIPv6(address)) return list.check(address, 'ipv4');
  const inner = innerIPv4(address);
  return list.check(address, 'ipv6') || (inner !== null && list.check(inner, 'ipv4'));
}

/** Whether an IP address belongs to the public internet. Anything that is no IP address does not. */
export function isPublic(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !reserved.check(address, 'ipv4');
  if (version !== 6 || address.includes('%')) return false;
  const inner = innerIPv4(address);
  if (inner !== null) return !reserved.check(inner, 'ipv4');
  return globalV6.check(address, 'ipv6') && !reservedV6.check(address, 'ipv6');
}

function innerIPv4(address: string): string | null {
  if (!carriers.check(address, 'ipv6')) return null;
  // The URL parser writes every form of an address in one way: eight groups of hexadecimal digits, the longest zeros left out.
  const words = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':');
  const [high, low] = words.slice(-2).map((word) => Number.parseInt(word === '' ? '0' : word, 16));
  if (high === undefined || low === undefined) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

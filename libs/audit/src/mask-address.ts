import { isIPv4, isIPv6 } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The network of an address: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one, which tell where a call came
 * from without telling whose machine it was. Null for what is no address, as that of a caller who has gone.
 */
export function maskAddress(ip: string | undefined): string | null {
  if (ip === undefined) return null;
  const [plain = ''] = ip.split('%', 1);
  const mapped = MAPPED.exec(plain)?.[1] ?? plain;
  if (isIPv4(mapped)) return `${mapped.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(plain)) return null;
  const [head = '', tail] = plain.split('::');
  const first = head === '' ? [] : head.split(':');
  // What stands behind `::` begins at the earliest in the group that the zeros leave free.
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const width = last.at(-1)?.includes('.') === true ? last.length + 1 : last.length;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - width);
  const groups = [...first, ...Array<string>(zeros).fill('0'), ...last];
  const network = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  while (network.at(-1) === '0') network.pop();
  return `${network.join(':')}::/48`;
}

import { isIPv4, isIPv6 } from 'node:net';

/**
 * What is kept of an address: the first 24 bits of an IPv4 one, the first 48 of an IPv6 one, so that somebody knows a place
 * of theirs again and it is nobody's address. Null for what is none.
 */
export function truncatedAddress(ip: string | undefined): string | null {
  if (ip === undefined) return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip;
  if (isIPv4(mapped)) return `${mapped.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(mapped)) return null;
  const [head = '', tail] = mapped.split('%', 1).join('').split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - first.length - last.length }, () => '0');
  const groups = [...first, ...zeros, ...last].slice(0, 3);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/48`;
}

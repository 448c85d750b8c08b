import { maskAddress } from './mask-address.js';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['::FFFF:10.1.2.3', '10.1.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:0DB8:0001::1', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8::/48'],
    ['::1', '::/48'],
    ['::', '::/48'],
    ['fe80::1%eth0', 'fe80::/48'],
    ['64:ff9b::203.0.113.77', '64:ff9b::/48'],
  ])('of %s is %s, and says nothing of the machine', (ip, network) => {
    expect(maskAddress(ip)).toBe(network);
  });

  it.each([undefined, '', 'gone', '203.0.113', '1:2:3', '203.0.113.7, 10.0.0.1'])(
    'is null for %p, which is no address',
    (ip) => {
      expect(maskAddress(ip)).toBeNull();
    },
  );
});

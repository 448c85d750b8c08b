import type { LookupAddress } from 'node:dns';
import { AddressGuard, AddressRefusedError } from './address-guard.js';
import type { Resolver } from './resolve-name.js';

/** A resolver that knows some names. */
function resolverOf(names: Record<string, string[]>): Resolver {
  const resolve = (
    host: string,
    _options: unknown,
    done: (error: null, found: LookupAddress[]) => void,
  ): void =>
    done(
      null,
      (names[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  return resolve;
}

function lookUp(guard: AddressGuard, host: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    guard.lookup(host, { all: true }, (error, found) => (error === null ? resolve(found) : reject(error)));
  });
}

describe('the address guard', () => {
  const strict = new AddressGuard([]);

  it.each([
    ['https://127.0.0.1/', 'literal'],
    ['https://8.8.8.8/', 'literal'],
    ['https://[::1]:8080/', 'literal'],
    ['https://[::ffff:10.0.0.1]/', 'literal'],
    ['https://2130706433/', 'literal'],
    ['https://0x7f.1/', 'literal'],
    ['https://0177.0.0.1/', 'literal'],
    ['https://node.example:22/', 'port'],
    ['https://node.example:5432/', 'port'],
    ['https://node.example:6379/', 'port'],
    ['http://node.example/', 'scheme'],
    ['ws://relay.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https://user:pass@node.example/', 'credentials'],
  ])('refuses %s: %s', (url, refusal) => {
    expect(() => strict.checkUrl(new URL(url))).toThrow(expect.objectContaining({ refusal }));
  });

  it.each([
    'https://node.example/',
    'https://node.example:8080/',
    'wss://relay.example',
    'https://node.example.:3010/',
  ])('lets %s pass', (url) => {
    expect(() => strict.checkUrl(new URL(url))).not.toThrow();
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.0.0.8',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a00:1',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    '2002:7f00:1::',
    '2001:db8::1',
    '::127.0.0.1',
  ])('refuses a name that leads to %s', async (address) => {
    const guard = new AddressGuard([], resolverOf({ 'node.example': [address] }));
    await expect(lookUp(guard, 'node.example')).rejects.toBeInstanceOf(AddressRefusedError);
  });

  it.each(['93.184.215.14', '172.32.0.1', '2606:4700::1111', '::ffff:93.184.215.14', '64:ff9b::5db8:d70e'])(
    'lets a name lead to %s',
    async (address) => {
      const guard = new AddressGuard([], resolverOf({ 'node.example': [address] }));
      await expect(lookUp(guard, 'node.example')).resolves.toMatchObject([{ address }]);
    },
  );

  it('refuses a name of which one address is private, and a name that leads nowhere', async () => {
    const guard = new AddressGuard([], resolverOf({ 'mixed.example': ['93.184.215.14', '10.0.0.1'] }));
    await expect(lookUp(guard, 'mixed.example')).rejects.toMatchObject({ refusal: 'range' });
    await expect(lookUp(guard, 'nowhere.example')).rejects.toMatchObject({ refusal: 'range' });
  });

  describe('with a list of the operator', () => {
    const names = { 'node.internal': ['10.0.0.7'], 'other.internal': ['10.9.0.7'] };
    const guard = new AddressGuard(
      ['10.0.0.0/16', '127.0.0.1', 'fd00::/8', 'umbrel.local'],
      resolverOf(names),
    );

    it('lets the listed literals pass on any port and without TLS, the others not', () => {
      for (const url of ['http://10.0.4.4:6379/', 'https://127.0.0.1:22/', 'http://[fd00::5]:80/'])
        expect(() => guard.checkUrl(new URL(url))).not.toThrow();
      expect(() => guard.checkUrl(new URL('http://10.1.0.1/'))).toThrow(AddressRefusedError);
    });

    it('lets names lead into the listed networks, and listed names anywhere', async () => {
      await expect(lookUp(guard, 'node.internal')).resolves.toHaveLength(1);
      await expect(lookUp(guard, 'other.internal')).rejects.toMatchObject({ refusal: 'range' });
      expect(() => guard.checkUrl(new URL('http://umbrel.local:9740'))).not.toThrow();
    });
  });
});

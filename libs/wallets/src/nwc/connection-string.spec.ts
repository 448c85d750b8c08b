import { inspect } from 'node:util';
import { InvalidCredentials } from '../invalid-credentials.js';
import { parseNwcCredentials, readConnectionString } from './connection-string.js';

const key = '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798';
const secret = '71a8c14c1407c113601079c4302dab36460f0ccd0ad506f1f2dc73b5100e4f3c';
const relay = 'wss%3A%2F%2Frelay.example%2Fv1';
const whole = `nostr+walletconnect://${key}?relay=${relay}&secret=${secret}&lud16=shop%40example.com`;

/** What is said of a connection string that is refused. */
function refusalOf(connectionString: unknown): string | undefined {
  try {
    parseNwcCredentials({ connectionString });
  } catch (error) {
    if (!(error instanceof InvalidCredentials)) throw error;
    expect(inspect(error, { depth: 9 })).not.toContain(secret.slice(0, 16));
    return error.members['connectionString'];
  }
  return undefined;
}

describe('a connection string', () => {
  it.each([
    ['as NIP-47 has it', whole],
    ['by its older name', whole.replace('nostr+walletconnect', 'nostrwalletconnect')],
    ['without slashes', whole.replace('://', ':')],
    [
      'in capitals',
      `NOSTR+WALLETCONNECT://${key.toUpperCase()}?relay=${relay}&secret=${secret.toUpperCase()}`,
    ],
    ['with a relay that is not encoded', whole.replace(relay, 'wss://relay.example/v1')],
    ['with blanks around it', `  ${whole}\n`],
  ])('is read %s', (_how, text) => {
    const { connectionString } = parseNwcCredentials({ connectionString: text });
    const { walletPubkey, clientSecret, relays } = readConnectionString(connectionString);
    expect(walletPubkey).toBe(key);
    expect(Buffer.from(clientSecret).toString('hex')).toBe(secret);
    expect(relays.map(String)).toEqual(['wss://relay.example/v1']);
  });

  it('is kept without what is not needed, and taken again as it was kept', () => {
    const kept = parseNwcCredentials({ connectionString: whole });
    expect(kept.connectionString).not.toContain('lud16');
    expect(parseNwcCredentials(kept)).toEqual(kept);
  });

  it('may name several relays, each once, up to five', () => {
    const naming = (count: number): string =>
      whole + Array.from({ length: count }, (_, at) => `&relay=wss://r${at}.example&relay=${relay}`).join('');
    expect(readConnectionString(naming(4)).relays).toHaveLength(5);
    expect(refusalOf(naming(5))).toMatch(/at most 5 relays/);
  });

  it.each(['', 'ab'.repeat(31), `${secret}00`, 'zz'.repeat(32), `${secret}&secret=${secret}`])(
    'is refused with a secret such as %p, in the words of the contract',
    (bad) => {
      const text = whole.replace(secret, bad);
      expect(refusalOf(text)).toBe("The 'secret' parameter must be 64 hex characters.");
    },
  );

  it.each([
    ['no text', 7, 'is required'],
    ['nothing', ' ', 'is required'],
    ['another scheme', whole.replace('nostr+walletconnect', 'https'), 'must begin with'],
    ['no query', `nostr+walletconnect://${key}`, 'must begin with'],
    ['a short key', whole.replace(key, key.slice(2)), 'public key must be 64 hex'],
    ['a key that is on no curve', whole.replace(key, 'ff'.repeat(32)), 'not a point'],
    ['a secret that is no key', whole.replace(secret, '00'.repeat(32)), 'not a usable key'],
    ['no relay', whole.replace(`relay=${relay}&`, ''), "'relay' parameter is required"],
    ['a relay over http', whole.replace('wss', 'https'), 'must be a wss URL'],
    ['a relay with a password', whole.replace(relay, 'wss://a:b@relay.example'), 'must be a wss URL'],
    ['a relay that is none', whole.replace(relay, 'relay'), 'must be a wss URL'],
    ['too long a relay', whole.replace(relay, `wss://relay.example/${'a'.repeat(300)}`), 'must be a wss URL'],
    ['too long a text', `${whole}&x=${'a'.repeat(4_000)}`, 'at most'],
  ])('is refused with %s', (_what, text, why) => {
    expect(refusalOf(text)).toContain(why);
  });
});

import { inspect } from 'node:util';
import { INVOICE_RESTRICTIONS, makeRune } from '../../../../test/support/emulators/cln-runes.js';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { clnKind } from './cln.kind.js';

const kind = clnKind(testSurroundings());
const rune = makeRune(INVOICE_RESTRICTIONS);
const url = 'https://node.example:3010';

describe('credentials of Core Lightning', () => {
  it('are taken again as they are kept', () => {
    const kept = kind.parse({
      url: `${url}/`,
      rune: ` ${rune} `,
      tls: { mode: 'fingerprint', value: 'AB'.repeat(32) },
    });
    expect(kept).toEqual({ url, rune, tls: { mode: 'fingerprint', value: 'ab'.repeat(32) } });
    expect(kind.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it.each([
    ['credentials', []],
    ['url', { rune }],
    ['url', { url: `${url}?x=1`, rune }],
    ['rune', { url }],
    ['rune', { url, rune: 'short' }],
    ['rune', { url, rune: `${rune}$` }],
    ['tls', { url, rune, tls: 'pem' }],
    ['tls', { url: 'http://node.example', rune, tls: { mode: 'fingerprint', value: 'ab'.repeat(32) } }],
  ])('are refused for their %s without a word of what they are', (member, credentials) => {
    let error: unknown;
    try {
      kind.parse(credentials);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidCredentials);
    expect(Object.keys((error as InvalidCredentials).members)).toEqual([member]);
    expect(inspect(error, { depth: 9 })).not.toContain(rune);
  });

  it('are counted by the rune, within the 600 calls a minute that it allows', () => {
    const kept = kind.parse({ url, rune });
    expect(kind.account(kept)).toBe(rune);
    expect(kind.addresses(kept)).toEqual([{ member: 'url', url: new URL(url) }]);
    const perMinute = Object.values(kind.budget ?? {}).reduce((sum, lane) => sum + lane.perMinute, 0);
    expect(perMinute).toBe(600);
  });
});

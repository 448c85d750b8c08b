import { inspect } from 'node:util';
import { testSurroundings } from '../testing/emulated-wallet.js';
import { bakeMacaroon, INVOICE_OPERATIONS } from '../../../../test/support/emulators/lnd-macaroons.js';
import { makeNodeIdentity } from '../../../../test/support/emulators/tls-identity.js';
import { InvalidCredentials } from '../invalid-credentials.js';
import { lndKind } from './lnd.kind.js';

const kind = lndKind(testSurroundings());
const macaroon = bakeMacaroon(INVOICE_OPERATIONS);
const bytes = Buffer.from(macaroon, 'hex');
const url = 'https://node.example:8080';

function fault(credentials: unknown): InvalidCredentials {
  try {
    kind.parse(credentials);
  } catch (error) {
    if (error instanceof InvalidCredentials) return error;
  }
  throw new Error('the credentials were taken');
}

describe('credentials of LND', () => {
  it.each([
    ['hex digits', macaroon],
    ['hex digits in upper case', macaroon.toUpperCase()],
    ['base64', bytes.toString('base64')],
    ['URL-safe base64', bytes.toString('base64url')],
  ])('take a macaroon as %s and keep it as hex digits', (_form, given) => {
    expect(kind.parse({ url: `${url}/`, macaroon: given })).toEqual({
      url,
      macaroon,
      tls: { mode: 'system' },
    });
  });

  it('are taken again as they are kept, whatever they say of the certificate', async () => {
    const { cert, fingerprint } = await makeNodeIdentity();
    const settings = [
      undefined,
      { mode: 'system' },
      { mode: 'pem', value: cert },
      { mode: 'fingerprint', value: fingerprint },
      { mode: 'fingerprint', value: `SHA256/${fingerprint.toUpperCase()}` },
    ];
    for (const tls of settings) {
      const kept = kind.parse({ url, macaroon, tls, nodePreimage: true, private: true });
      expect(kind.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
      expect(kept).toMatchObject({ nodePreimage: true, private: true });
    }
  });

  it.each([
    ['credentials', null],
    ['credentials', 'lnd'],
    ['url', { macaroon }],
    ['url', { url: 'ftp://node.example', macaroon }],
    ['url', { url: 'https://user:pass@node.example', macaroon }],
    ['macaroon', { url }],
    ['macaroon', { url, macaroon: 7 }],
    ['macaroon', { url, macaroon: 'ab'.repeat(16) }],
    ['macaroon', { url, macaroon: `${macaroon}!` }],
    ['macaroon', { url, macaroon: 'ab'.repeat(3_000) }],
    ['tls', { url, macaroon, tls: { mode: 'none' } }],
    ['tls', { url, macaroon, tls: { mode: 'pem', value: 'no certificate' } }],
    ['tls', { url, macaroon, tls: { mode: 'fingerprint', value: 'ab' } }],
    ['tls', { url: 'http://node.example', macaroon, tls: { mode: 'fingerprint', value: 'ab'.repeat(32) } }],
    ['nodePreimage', { url, macaroon, nodePreimage: 'yes' }],
    ['private', { url, macaroon, private: 1 }],
  ])('are refused for their %s without a word of what they are', (member, credentials) => {
    const error = fault(credentials);
    expect(Object.keys(error.members)).toEqual([member]);
    expect(inspect(error, { depth: 9 })).not.toContain(macaroon);
  });

  it('name the address that is called, and nothing that calls are counted by', () => {
    const kept = kind.parse({ url: `${url}/lnd/`, macaroon });
    expect(kind.addresses(kept)).toEqual([{ member: 'url', url: new URL(`${url}/lnd`) }]);
    expect([kind.account(kept), kind.budget]).toEqual([null, null]);
  });
});

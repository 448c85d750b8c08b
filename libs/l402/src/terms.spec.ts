import fc from 'fast-check';
import type { MerchantId } from './merchant-id.js';
import type { Sats } from './sats.js';
import { readTerms, writeTerms, type Terms } from './terms.js';

const TERMS: Terms = {
  merchantId: 1042 as MerchantId,
  resource: '/v1/forecast',
  amountSats: 25 as Sats,
  expiresAtSeconds: 1_893_456_000,
  method: null,
  bodySha256: null,
};
const BODY_SHA256 = 'ab'.repeat(32);

const readWith = (...appended: string[]): Terms | null =>
  readTerms([...writeTerms(TERMS), ...appended.map((caveat) => Buffer.from(caveat))]);

describe('writeTerms', () => {
  it('writes the four compulsory caveats, then those asked for, in one order', () => {
    const caveats = writeTerms({ ...TERMS, method: 'GET', bodySha256: BODY_SHA256 }).map(String);
    expect(caveats).toEqual([
      'path=/v1/forecast',
      'merchant_id=1042',
      'amount_sats=25',
      'expires=1893456000',
      'method=GET',
      `body_sha256=${BODY_SHA256}`,
    ]);
  });
});

describe('readTerms', () => {
  it('reads what was written', () => {
    expect(readTerms(writeTerms(TERMS))).toEqual(TERMS);
  });

  it('lets a holder bring the expiry forward, again and again', () => {
    expect(readWith('expires=1893455000', 'expires=1893455000', 'expires=7')).toEqual({
      ...TERMS,
      expiresAtSeconds: 7,
    });
  });

  it('lets a holder bind method and body where they are free', () => {
    const bound = { ...TERMS, method: 'POST', bodySha256: BODY_SHA256 };
    expect(readWith('method=POST', `body_sha256=${BODY_SHA256}`)).toEqual(bound);
    expect(readWith('method=POST', 'method=GET')).toBeNull();
    expect(readWith(`body_sha256=${BODY_SHA256}`, `body_sha256=${'cd'.repeat(32)}`)).toBeNull();
  });

  it('compares an expiry with the one before it, not with the first', () => {
    expect(readWith('expires=10', 'expires=11')).toBeNull();
  });

  it('compares expiries as numbers, not as texts', () => {
    expect(readWith('expires=9')).toMatchObject({ expiresAtSeconds: 9 });
    expect(
      readTerms([...writeTerms({ ...TERMS, expiresAtSeconds: 9 }), Buffer.from('expires=10')]),
    ).toBeNull();
  });

  it.each([
    'path=/v1',
    'path=/v1/forecast/',
    'amount_sats=24',
    'amount_sats=26',
    'merchant_id=1',
    'expires=1893456001',
  ])('refuses the widening repeat %s', (caveat) => {
    expect(readWith(caveat)).toBeNull();
  });

  it('refuses a token without one of the four', () => {
    const all = writeTerms(TERMS);
    expect(readTerms([])).toBeNull();
    for (const missing of all) expect(readTerms(all.filter((caveat) => caveat !== missing))).toBeNull();
  });

  it('never widens, whatever is appended', () => {
    const name = fc.constantFrom(
      'path',
      'merchant_id',
      'amount_sats',
      'expires',
      'method',
      'body_sha256',
      'Expires',
      'x',
    );
    const value = fc.constantFrom(
      '/v1/forecast',
      '/',
      '1042',
      '25',
      '1893456000',
      '1893456001',
      '3',
      'GET',
      BODY_SHA256,
    );
    const appended = fc.array(
      fc.tuple(name, value).map((pair) => pair.join('=')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(appended, (caveats) => {
        const read = readWith(...caveats);
        if (read === null) return;
        const { expiresAtSeconds, method, bodySha256, ...fixed } = read;
        expect(TERMS).toMatchObject(fixed);
        expect(expiresAtSeconds).toBeLessThanOrEqual(TERMS.expiresAtSeconds);
        expect([null, 'GET']).toContain(method);
        expect([null, BODY_SHA256]).toContain(bodySha256);
      }),
      { numRuns: 2_000 },
    );
  });
});

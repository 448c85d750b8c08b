import fc from 'fast-check';
import { writePaymentRequest } from '../../../test/support/bolt11-writer.js';
import { decodePaymentRequest, InvalidPaymentRequest, signPaymentRequest } from './payment-request.js';
import type { PaymentHash } from './payment-hash.js';

/** True if the text is accepted; any error but the one for refusals ends the test. */
function isAccepted(text: string): boolean {
  try {
    decodePaymentRequest(text, 'regtest');
    return true;
  } catch (error) {
    if (error instanceof InvalidPaymentRequest) return false;
    throw error;
  }
}

const words = fc.array(fc.integer({ min: 0, max: 31 }), { maxLength: 70 });
const fixed = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 31 }), { minLength: length, maxLength: length });
const field = fc.oneof(
  fc.tuple(fc.constantFrom('p', 's', 'h'), fixed(52)),
  fc.tuple(fc.constant('n'), fixed(53)),
  fc.tuple(fc.constant('9'), fc.constant([16, 8, 0])),
  fc.tuple(fc.constantFrom(...Array.from('pshndxcfrt9m2qzy')), words),
);
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('decodePaymentRequest on anything', () => {
  it('accepts or refuses whatever text it is given, and throws no other error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, isPrefixed) => {
        expect(isAccepted(isPrefixed ? `lnbcrt1${text}` : text)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('accepts or refuses whatever fields are rightly signed, and throws no other error', () => {
    const prefix = fc.constantFrom('lnbcrt', 'lnbcrt1u', 'lnbcrt9n', 'lnbcrt10p', 'lnbc1', 'lnbcrt1x');
    fc.assert(
      fc.property(
        prefix,
        fc.integer({ min: 0, max: 2 ** 35 - 1 }),
        fc.array(field, { maxLength: 12 }),
        (amount, timestampSeconds, fields) => {
          const text = writePaymentRequest({
            prefix: amount,
            timestampSeconds,
            fields,
            privateKey: '41'.repeat(32),
          });
          const count = (letter: string): number => fields.filter(([name]) => name === letter).length;
          if (!isAccepted(text)) return;
          expect([count('p'), count('s')]).toEqual([1, 1]);
          expect(count('d') + count('h')).toBe(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reads back whatever is signed', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2_000_000_000_000_000_000n }),
        hex,
        fc.string({ unit: 'grapheme', maxLength: 100 }),
        fc.integer({ min: 0, max: 31_536_000 }),
        fc.integer({ min: 0, max: 4_102_444_800 }),
        (amountMsat, hash, description, expirySeconds, timestampSeconds) => {
          fc.pre(Buffer.byteLength(description) <= 639);
          const paymentHash = Buffer.from(hash).toString('hex') as PaymentHash;
          const said = { amountMsat, paymentHash, description, expirySeconds, timestampSeconds };
          const text = signPaymentRequest({
            ...said,
            network: 'regtest',
            paymentSecret: hash,
            privateKey: Buffer.alloc(32, 7),
          });
          expect(decodePaymentRequest(text, 'regtest')).toMatchObject({ ...said, text });
        },
      ),
      { numRuns: 200 },
    );
  });
});

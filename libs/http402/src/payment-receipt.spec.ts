import fc from 'fast-check';
import { formatPaymentReceipt, readPaymentReceipt, type PaymentReceipt } from './payment-receipt.js';

const RECEIPT: PaymentReceipt = {
  challengeId: 'OGW2MMjNP-8mKLtqvmp25UVxmfmEO7DO6leWrzK2S8I',
  method: 'lightning',
  reference: 'd6'.repeat(32),
  status: 'success',
  timestamp: '2026-11-20T12:00:00Z',
};
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a payment receipt', () => {
  it('is base64url of its canonical JSON', () => {
    const { timestamp, status, reference, method, challengeId } = RECEIPT;
    const shuffled = { timestamp, status, reference, method, challengeId };
    expect(formatPaymentReceipt(shuffled)).toBe(encoded(RECEIPT));
    expect(readPaymentReceipt(formatPaymentReceipt(shuffled))).toEqual(RECEIPT);
  });

  it.each(['challengeId', 'method', 'reference', 'status', 'timestamp'])('is none without %s', (name) => {
    expect(readPaymentReceipt(encoded({ ...RECEIPT, [name]: undefined }))).toBeNull();
    expect(readPaymentReceipt(encoded({ ...RECEIPT, [name]: 5 }))).toBeNull();
  });

  it('is never a reason to throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void readPaymentReceipt(text)));
    fc.assert(fc.property(fc.jsonValue(), (value) => void readPaymentReceipt(encoded(value))));
  });
});

import fc from 'fast-check';
import { formatChargeRequest, readChargeRequest, type ChargeRequest } from './charge-request.js';

const REQUEST: ChargeRequest = {
  amount: '25',
  currency: 'sat',
  methodDetails: { invoice: 'lnbcrt250n1example', network: 'regtest', paymentHash: 'd6'.repeat(32) },
};
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a charge request', () => {
  it('is base64url of its canonical JSON, without padding', () => {
    expect(Buffer.from(formatChargeRequest(REQUEST), 'base64url').toString()).toBe(
      `{"amount":"25","currency":"sat","methodDetails":{"invoice":"lnbcrt250n1example","network":"regtest","paymentHash":"${'d6'.repeat(32)}"}}`,
    );
    expect(formatChargeRequest(REQUEST)).not.toContain('=');
  });

  it('is read in any order of its members, beside others', () => {
    const { amount, currency, methodDetails } = REQUEST;
    expect(readChargeRequest(encoded({ more: 1, methodDetails, currency, amount }))).toEqual(REQUEST);
  });

  it.each([
    ['no JSON', 'e30x'],
    ['a list', encoded([])],
    ['without details', encoded({ amount: '25', currency: 'sat' })],
    ['of a number as amount', encoded({ ...REQUEST, amount: 25 })],
    ['of another currency', encoded({ ...REQUEST, currency: 'usd' })],
    ['without a payment hash', encoded({ ...REQUEST, methodDetails: { invoice: 'a', network: 'b' } })],
    ['without an invoice', encoded({ ...REQUEST, methodDetails: { network: 'b', paymentHash: 'c' } })],
    ['without a network', encoded({ ...REQUEST, methodDetails: { invoice: 'a', paymentHash: 'c' } })],
  ])('is none when it is %s', (_what, text) => {
    expect(readChargeRequest(text)).toBeNull();
  });

  it('is never a reason to throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json().map(encoded)), (text) => void readChargeRequest(text)),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => void readChargeRequest(encoded(value))));
  });
});

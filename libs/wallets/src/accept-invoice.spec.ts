import { hashPreimage, parsePaymentHash, parsePreimage, signPaymentRequest } from '@turnpike/l402';
import type { PaymentHash, PaymentRequestTerms, Preimage } from '@turnpike/l402';
import { byteWords, hexWords, writePaymentRequest } from '../../../test/support/bolt11-writer.js';
import { acceptInvoice, type Expectation } from './accept-invoice.js';
import { ProtocolViolation } from './wallet-errors.js';
import type { CreatedInvoice } from './wallet-provider.js';

const now = new Date('2026-11-20T12:00:00Z');
const nowSeconds = now.getTime() / 1000;
const preimage = parsePreimage('07'.repeat(32)) as Preimage;
const otherPreimage = parsePreimage('08'.repeat(32)) as Preimage;
const privateKey = '41'.repeat(32);
const payee = '02eec7245d6b7d2ccb30380bfbe2a3648cd7a942653f5aa340edcea1f283686619';

const terms: PaymentRequestTerms = {
  network: 'regtest',
  amountMsat: 21_000n,
  paymentHash: hashPreimage(preimage),
  paymentSecret: Buffer.alloc(32, 1),
  description: 'weather',
  expirySeconds: 600,
  timestampSeconds: nowSeconds,
  privateKey: Buffer.from(privateKey, 'hex'),
};
const expectation: Expectation = { networks: ['regtest'], amountMsat: 21_000n, payee: null };

/** Which rule an invoice breaks; null if it is accepted. */
function broken(
  change: Partial<PaymentRequestTerms & Pick<CreatedInvoice, 'claimedHash'>>,
  expected: Partial<Expectation> = {},
  text?: string,
): string | null {
  const { claimedHash, ...signed } = change;
  const paymentRequest = text ?? signPaymentRequest({ ...terms, ...signed });
  const created = { paymentRequest, providerRef: 'r', ...(claimedHash ? { claimedHash } : {}) };
  try {
    acceptInvoice(created, { ...expectation, ...expected }, now);
    return null;
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error;
    if (paymentRequest !== '') expect(error.message).not.toContain(paymentRequest);
    return error.why;
  }
}

describe('acceptInvoice', () => {
  it('gives our own reading of an invoice that is as asked', () => {
    const created = { paymentRequest: signPaymentRequest(terms).toUpperCase(), providerRef: 'r' };
    const { paymentRequest, expiresAt } = acceptInvoice(created, { ...expectation, preimage, payee }, now);
    expect(paymentRequest.text).toBe(signPaymentRequest(terms));
    expect(paymentRequest.paymentHash).toBe(terms.paymentHash);
    expect(expiresAt).toEqual(new Date('2026-11-20T12:10:00Z'));
  });

  it('refuses what is no payment request, by the rule that it breaks', () => {
    expect(broken({}, {}, '')).toBe('unreadable');
    expect(broken({}, {}, 'lnbcrt1garbage')).toBe('unreadable');
    expect(broken({}, {}, `lnbcrt1${'q'.repeat(8_000)}`)).toBe('too_long');
    const noSecret = writePaymentRequest({
      prefix: 'lnbcrt210n',
      timestampSeconds: nowSeconds,
      privateKey,
      fields: [
        ['p', hexWords(terms.paymentHash)],
        ['d', byteWords(Buffer.from('weather'))],
      ],
    });
    expect(broken({}, {}, noSecret)).toBe('payment_secret');
  });

  it('takes only the networks of the mode', () => {
    expect(broken({ network: 'mainnet' })).toBe('network');
    expect(broken({ network: 'signet' }, { networks: ['mainnet', 'testnet'] })).toBe('network');
    expect(broken({ network: 'testnet' }, { networks: ['mainnet', 'testnet'] })).toBeNull();
    expect(broken({ network: 'mainnet' }, { networks: [] })).toBe('network');
  });

  it('says which network an invoice of another one is of', () => {
    const networkOf = (text: string): unknown => {
      try {
        return acceptInvoice({ paymentRequest: text, providerRef: 'r' }, expectation, now);
      } catch (error) {
        return (error as ProtocolViolation).network;
      }
    };
    const signet = signPaymentRequest({ ...terms, network: 'signet' });
    expect(networkOf(signet)).toBe('signet');
    expect([networkOf(signet.replace('lntbs', 'lnxyz')), networkOf(`${signet.slice(0, -1)}1`)]).toEqual([
      null,
      null,
    ]);
    expect(networkOf(signPaymentRequest({ ...terms, amountMsat: 1n }))).toBeNull();
  });

  it('takes the asked amount to the millisatoshi, and no amount left to the payer', () => {
    expect(broken({ amountMsat: 20_999n })).toBe('amount');
    expect(broken({ amountMsat: 21_001n })).toBe('amount');
    const amountless = writePaymentRequest({
      prefix: 'lnbcrt',
      timestampSeconds: nowSeconds,
      privateKey,
      fields: [
        ['p', hexWords(terms.paymentHash)],
        ['s', hexWords('11'.repeat(32))],
        ['d', byteWords(Buffer.from('weather'))],
      ],
    });
    expect(broken({}, {}, amountless)).toBe('no amount');
  });

  it('takes no claim for the hash, only for something to compare', () => {
    expect(broken({ claimedHash: terms.paymentHash })).toBeNull();
    expect(broken({ claimedHash: terms.paymentHash.toUpperCase() })).toBeNull();
    expect(broken({ claimedHash: 'ab'.repeat(32) })).toBe('claimed hash');
    expect(broken({ claimedHash: 'not hex' })).toBe('claimed hash');
  });

  it('takes only the hash of the preimage that we chose', () => {
    expect(broken({}, { preimage })).toBeNull();
    expect(broken({}, { preimage: otherPreimage })).toBe('hash of our preimage');
    const foreign = parsePaymentHash('ab'.repeat(32)) as PaymentHash;
    expect(broken({ paymentHash: foreign }, { preimage })).toBe('hash of our preimage');
    expect(broken({ paymentHash: foreign })).toBeNull();
  });

  it('takes only the payee that the connection is pinned to', () => {
    expect(broken({}, { payee })).toBeNull();
    expect(broken({ privateKey: Buffer.alloc(32, 0x42) }, { payee })).toBe('payee');
    expect(broken({ privateKey: Buffer.alloc(32, 0x42) })).toBeNull();
  });

  it.each([
    [-601, 'clock'],
    [-600, null],
    [600, null],
    [601, 'clock'],
  ])('with a timestamp %i s from our clock says %j', (offset, expected) => {
    expect(broken({ timestampSeconds: nowSeconds + offset, expirySeconds: 3_600 })).toBe(expected);
  });

  it.each([
    [0, 'expiry too soon'],
    [59, 'expiry too soon'],
    [60, null],
    [86_400, null],
    [86_401, 'expiry too late'],
    [10 ** 9, 'expiry too late'],
  ])('with %i s to live says %j', (expirySeconds, expected) => {
    expect(broken({ expirySeconds })).toBe(expected);
  });

  it('counts the life that is left, not the life that was given', () => {
    expect(broken({ timestampSeconds: nowSeconds - 300, expirySeconds: 359 })).toBe('expiry too soon');
    expect(broken({ timestampSeconds: nowSeconds - 300, expirySeconds: 360 })).toBeNull();
  });
});

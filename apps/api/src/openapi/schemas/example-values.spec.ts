import { decodePaymentRequest, MppKeys, parseMerchantId, RootKeys, verifyCredential } from '@turnpike/l402';
import { examplePayment } from './example-payment.js';
import { example } from './example-values.js';

/** The master key of the protocol's known answer; no instance uses it. */
const masterKey = '2bd2329c2d3d3ec0150edac1f2facf41e642ca6d5a1af74e7cc20f21bc35fb17';

describe('the purchase that all examples tell of', () => {
  const merchantId = parseMerchantId(example.merchantId);
  if (merchantId === null) throw new Error('the example is no merchant');

  it('is one whose credential verifies', () => {
    const verdict = verifyCredential(
      { macaroon: example.macaroon, preimage: example.preimage },
      { mode: 'test', merchantId },
      {
        nowSeconds: Date.parse(example.paidAt) / 1000,
        strict: true,
        resource: example.resource,
        minAmountSats: example.amountSats,
      },
      new RootKeys([{ kid: 7, key: Buffer.from(masterKey, 'hex') }]),
    );
    expect(verdict).toMatchObject({
      valid: true,
      paymentHash: example.paymentHash,
      expiresAtSeconds: Date.parse(example.tokenExpiresAt) / 1000,
    });
  });

  it('is one whose Payment challenge is recognised', () => {
    const keys = new MppKeys([{ kid: 7, key: Buffer.from(masterKey, 'hex') }]);
    expect(examplePayment.id).toBe(keys.idOf(7, { mode: 'test', merchantId }, examplePayment));
  });

  it('has an invoice of the same payment hash, price and times', () => {
    const invoice = decodePaymentRequest(example.invoice, 'regtest');
    expect(invoice).toMatchObject({
      paymentHash: example.paymentHash,
      amountMsat: BigInt(example.amountSats) * 1000n,
      description: example.description,
      timestampSeconds: Date.parse(example.createdAt) / 1000,
    });
    expect(invoice.timestampSeconds + invoice.expirySeconds).toBe(
      Date.parse(example.invoiceExpiresAt) / 1000,
    );
  });
});

import { paymentRequiredBody } from './payment-required-body.js';

const challenge = {
  macaroon: 'AgEI',
  invoice: 'lnbc1u1p5',
  amountSats: 100,
  paymentHash: '6a57',
  expiresAt: '2026-12-01T10:10:00Z',
  resource: '/v1/forecast',
};

describe('paymentRequiredBody', () => {
  it('tells why the credential was refused, and repeats the fresh challenge', () => {
    expect(paymentRequiredBody(challenge, { reason: 'expired', sentence: 'Token expired' })).toEqual({
      type: 'https://paymentauth.org/problems/payment-expired',
      title: 'Payment Required',
      status: 402,
      detail: 'Token expired',
      error: 'Payment Required',
      message: 'Token expired',
      reason: 'expired',
      l402: {
        macaroon: 'AgEI',
        invoice: 'lnbc1u1p5',
        amount_sats: 100,
        payment_hash: '6a57',
        expires_at: '2026-12-01T10:10:00Z',
        resource: '/v1/forecast',
      },
    });
  });

  it('uses the types of the Payment scheme for its credentials', () => {
    const refusal = { reason: 'expired', sentence: 'Token expired', scheme: 'payment' } as const;
    expect(paymentRequiredBody(challenge, refusal).type).toBe(
      'https://paymentauth.org/problems/lightning/expired-invoice',
    );
  });

  it('tells a payer without credential the price, and warns of payments without a preimage', () => {
    const body = paymentRequiredBody(challenge);
    expect(body).toMatchObject({ type: 'https://paymentauth.org/problems/payment-required', reason: null });
    expect(body.detail).toMatch(/costs 100 sats\..*one custodian/);
    expect(body.message).toBe(body.detail);
    expect(paymentRequiredBody({ ...challenge, amountSats: 1 }).detail).toContain('costs 1 sat.');
  });

  it('takes nothing of the challenge but what a payer may see', () => {
    const withMore = { ...challenge, providerRef: 'internal' };
    expect(JSON.stringify(paymentRequiredBody(withMore))).not.toContain('internal');
  });
});

import { paymentRequiredHeaders } from './payment-required-headers.js';

describe('paymentRequiredHeaders', () => {
  it('sends L402 first, Payment second, and lets nobody store the answer', () => {
    expect(paymentRequiredHeaders({ macaroon: 'M', invoice: 'P', payment: 'Payment id="1"' })).toEqual([
      ['WWW-Authenticate', 'L402 macaroon="M", invoice="P", token="M", version="0"'],
      ['WWW-Authenticate', 'Payment id="1"'],
      ['Cache-Control', 'no-store'],
      ['Vary', 'Authorization'],
      ['Content-Type', 'application/problem+json'],
    ]);
  });

  it('sends L402 alone where no Payment challenge was minted', () => {
    for (const offered of [
      { macaroon: 'M', invoice: 'P' },
      { macaroon: 'M', invoice: 'P', payment: null },
    ]) {
      expect(paymentRequiredHeaders(offered).filter(([name]) => name === 'WWW-Authenticate')).toHaveLength(1);
    }
  });

  it('names another content type for a page', () => {
    expect(
      paymentRequiredHeaders({ macaroon: 'M', invoice: 'P' }, { contentType: 'text/html' }),
    ).toContainEqual(['Content-Type', 'text/html']);
  });

  it('counts the headers that are sent besides', () => {
    const offered = {
      macaroon: 'M'.repeat(256),
      invoice: 'p'.repeat(400),
      payment: `Payment ${'r'.repeat(1400)}`,
    };
    const challengesBeside = (alsoSent: Record<string, string>) =>
      paymentRequiredHeaders(offered, { alsoSent }).filter(([name]) => name === 'WWW-Authenticate').length;
    expect(challengesBeside({})).toBe(2);
    expect(challengesBeside({ 'X-Large': 'x'.repeat(1500) })).toBe(1);
  });
});

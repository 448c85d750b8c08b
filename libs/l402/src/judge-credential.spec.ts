import { judgeCredential } from './judge-credential.js';
import type { Sats } from './sats.js';

const EXPIRY = 1_893_456_000;
const TERMS = {
  resource: '/v1/forecast',
  amountSats: 25 as Sats,
  expiresAtSeconds: EXPIRY,
  method: null,
  bodySha256: null,
};
const at = (nowSeconds: number): string | undefined =>
  judgeCredential(TERMS, { nowSeconds, strict: false })?.reason;

describe('judgeCredential', () => {
  it('ends a token with the second before its expiry, for whole seconds and fractions alike', () => {
    for (const now of [EXPIRY - 1, EXPIRY - 0.001]) {
      expect([at(now), at(Math.floor(now))]).toEqual([undefined, undefined]);
    }
    for (const now of [EXPIRY, EXPIRY + 0.001, EXPIRY + 1]) {
      expect([at(now), at(Math.floor(now))]).toEqual(['expired', 'expired']);
    }
  });

  it('refuses when the time is not known', () => {
    expect([at(NaN), at(Infinity)]).toEqual(['expired', 'expired']);
  });

  it('takes null and absent for the same', () => {
    const none = { resource: null, amountSats: null, minAmountSats: null, method: null, bodySha256: null };
    expect(judgeCredential(TERMS, { nowSeconds: 1, strict: false, ...none })).toBeNull();
    expect(judgeCredential(TERMS, { nowSeconds: 1, strict: true, ...none })).toEqual({
      valid: false,
      reason: 'missing_context',
      missing: ['resource', 'amountSats'],
    });
  });

  it('refuses an amount that is no number rather than leave it out', () => {
    const context = { nowSeconds: 1, strict: false };
    expect(judgeCredential(TERMS, { ...context, amountSats: NaN })?.reason).toBe('wrong_amount');
    expect(judgeCredential(TERMS, { ...context, minAmountSats: NaN })?.reason).toBe('wrong_amount');
  });

  it('compares an empty resource like any other', () => {
    expect(
      judgeCredential(TERMS, { nowSeconds: 1, strict: true, resource: '', amountSats: 25 })?.reason,
    ).toBe('wrong_resource');
  });
});

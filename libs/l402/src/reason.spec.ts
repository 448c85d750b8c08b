import { REASON_TEXT, REASONS } from './reason.js';

describe('reasons', () => {
  it('are a closed list in the order of checking', () => {
    expect(REASONS).toEqual([
      'malformed_macaroon',
      'malformed_credential',
      'preimage_only_refused',
      'invalid_preimage',
      'wrong_merchant',
      'wrong_mode',
      'invalid_signature',
      'invalid_challenge',
      'caveat_not_allowed',
      'expired',
      'missing_context',
      'wrong_resource',
      'wrong_amount',
      'wrong_method',
      'wrong_body',
      'unknown_challenge',
      'revoked',
      'request_id_reused',
      'used_up',
      'uses_reserved',
      'not_settled',
      'settlement_unknown',
    ]);
  });

  it('have a sentence each, no two the same', () => {
    expect(new Set(Object.values(REASON_TEXT)).size).toBe(REASONS.length);
  });
});

import { answerForReason, VERIFICATION_UNAVAILABLE, type AnswerContext } from './answer-for-reason.js';

const PROBLEMS = 'https://paymentauth.org/problems/';

const challenged: [reason: string | null, forL402: string, forPayment: string][] = [
  [null, 'payment-required', 'payment-required'],
  ['malformed_macaroon', 'malformed-credential', 'lightning/malformed-credential'],
  ['malformed_credential', 'malformed-credential', 'lightning/malformed-credential'],
  ['preimage_only_refused', 'verification-failed', 'verification-failed'],
  ['invalid_preimage', 'verification-failed', 'lightning/invalid-preimage'],
  ['wrong_merchant', 'verification-failed', 'verification-failed'],
  ['wrong_mode', 'verification-failed', 'verification-failed'],
  ['invalid_signature', 'verification-failed', 'verification-failed'],
  ['invalid_challenge', 'invalid-challenge', 'lightning/unknown-challenge'],
  ['caveat_not_allowed', 'verification-failed', 'verification-failed'],
  ['expired', 'payment-expired', 'lightning/expired-invoice'],
  ['wrong_resource', 'verification-failed', 'verification-failed'],
  ['wrong_amount', 'verification-failed', 'verification-failed'],
  ['wrong_method', 'verification-failed', 'verification-failed'],
  ['wrong_body', 'verification-failed', 'verification-failed'],
  ['unknown_challenge', 'invalid-challenge', 'lightning/unknown-challenge'],
  ['revoked', 'invalid-challenge', 'lightning/unknown-challenge'],
  ['used_up', 'invalid-challenge', 'lightning/unknown-challenge'],
  ['a_reason_of_a_later_version', 'verification-failed', 'verification-failed'],
  ['constructor', 'verification-failed', 'verification-failed'],
];

describe('answerForReason', () => {
  it.each(challenged)('answers %s with a fresh challenge of type %s, %s', (reason, forL402, forPayment) => {
    expect(answerForReason(reason)).toEqual({ status: 402, type: PROBLEMS + forL402 });
    expect(answerForReason(reason, { scheme: 'l402' })).toEqual({ status: 402, type: PROBLEMS + forL402 });
    expect(answerForReason(reason, { scheme: 'payment' })).toEqual({
      status: 402,
      type: PROBLEMS + forPayment,
    });
    expect(answerForReason(reason, { scheme: 'payment-legacy' })).toEqual({
      status: 402,
      type: PROBLEMS + forPayment,
    });
  });

  it.each(['uses_reserved', 'not_settled', 'settlement_unknown'])(
    'never asks a payer to pay again for %s, who may have paid',
    (reason) => {
      expect(answerForReason(reason)).toBe(VERIFICATION_UNAVAILABLE);
      expect(answerForReason(reason)).toEqual({ status: 503, slug: 'verification_unavailable' });
    },
  );

  it('blames the integration for a reused request id', () => {
    expect(answerForReason('request_id_reused')).toEqual({ status: 500, slug: 'internal_error' });
  });

  it.each<[AnswerContext, status: number]>([
    [{ missing: ['method'] }, 402],
    [{ missing: ['bodySha256'], minted: ['method'] }, 402],
    [{ missing: ['method', 'bodySha256'] }, 402],
    [{ missing: ['method'], minted: ['method'] }, 500],
    [{ missing: ['method', 'bodySha256'], minted: ['method'] }, 500],
    [{ missing: ['resource'] }, 500],
    [{ missing: ['bodySha256', 'amountSats'] }, 500],
    [{ missing: [] }, 500],
    [{ missing: null }, 500],
    [{}, 500],
  ])(
    'answers missing_context with %j by %i: a challenge only if the payer added all that is missing',
    (context, status) => {
      expect(answerForReason('missing_context', context).status).toBe(status);
    },
  );
});

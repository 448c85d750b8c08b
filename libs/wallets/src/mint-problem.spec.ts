import { Problem } from '@turnpike/problems';
import { isForAnotherWallet, toMintProblem } from './mint-problem.js';
import { CredentialInvalid, ProtocolViolation, RateLimited, Rejected } from './wallet-errors.js';
import { Unavailable, UnknownOutcome, type WalletError } from './wallet-errors.js';

const cases: [WalletError, number, string, string | null, boolean][] = [
  [new Unavailable(7), 503, 'wallet_unavailable', '7', true],
  [new RateLimited(60), 503, 'wallet_rate_limited', '60', true],
  [new CredentialInvalid(), 503, 'wallet_unavailable', '5', true],
  [new UnknownOutcome(), 503, 'wallet_unavailable', '5', true],
  [new Rejected('amount'), 400, 'validation_failed', null, false],
  [new ProtocolViolation('amount'), 502, 'wallet_invalid_invoice', null, false],
];

describe('toMintProblem', () => {
  it.each(cases)('answers %s with %i %s', (error, status, slug, retryAfter) => {
    const problem = toMintProblem(error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status, slug });
    expect(problem.headers['retry-after'] ?? null).toBe(retryAfter);
  });

  it('names the member of the request that the wallet rejects', () => {
    expect(Object.keys(toMintProblem(new Rejected('amount')).members['errors'] as object)).toEqual([
      'priceSats',
    ]);
    expect(Object.keys(toMintProblem(new Rejected('description')).members['errors'] as object)).toEqual([
      'description',
    ]);
  });
});

describe('isForAnotherWallet', () => {
  it.each(cases)('where %s would be answered with %i', (error, status, _slug, _retryAfter, expected) => {
    expect(isForAnotherWallet(error)).toBe(expected);
    expect(status === 503).toBe(expected);
  });
});

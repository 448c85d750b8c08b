import { inspect } from 'node:util';
import { ProtocolViolation, toWalletError, Unavailable, UnknownOutcome } from './wallet-errors.js';

const secret = 'tp-credential-of-a-wallet';

describe('toWalletError', () => {
  it('leaves our own errors as they are', () => {
    for (const error of [new Unavailable(5), new ProtocolViolation('amount')]) {
      expect(toWalletError(error)).toBe(error);
    }
  });

  it('keeps name, code and place of any other error', () => {
    const error = toWalletError(Object.assign(new TypeError('x'), { code: 'ECONNRESET' }));
    expect(error).toBeInstanceOf(UnknownOutcome);
    expect(error.message).toBe('The outcome of the call is unknown: TypeError ECONNRESET.');
    expect(error.stack).toContain('wallet-errors.spec');
  });

  it.each([
    ['a message', new Error(secret)],
    ['a message of several lines', new Error(`a\n    at ${secret}\n    at b`)],
    ['a message changed later', Object.assign(new Error(secret), { message: 'harmless' })],
    ['a name', Object.assign(new Error('x'), { name: secret })],
    ['a code', Object.assign(new Error('x'), { code: secret })],
    ['a cause', new Error('x', { cause: secret })],
    ['a member', Object.assign(new Error('x'), { config: { headers: secret } })],
    ['no error at all', secret],
  ])('does not repeat a secret in %s', (_where, thrown) => {
    const shown = inspect(toWalletError(thrown), { depth: 9, showHidden: true });
    expect(shown).not.toContain(secret);
    expect(shown).toContain('UnknownOutcome');
  });
});

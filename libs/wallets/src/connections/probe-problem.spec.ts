import {
  AddressRefused,
  ValidationFailed,
  WalletCredentialsInvalid,
  WalletInvalidInvoice,
  WalletNetworkMismatch,
  WalletUnavailable,
} from '@turnpike/problems';
import { CredentialInvalid, ProtocolViolation, Rejected, Unavailable } from '../wallet-errors.js';
import { toProbeProblem } from './probe-problem.js';
import { withinCredentials } from './read-credentials.js';

describe('toProbeProblem', () => {
  it.each([
    ['credentials', withinCredentials],
    ['openNodeApiKey', () => 'openNodeApiKey'],
  ])('names %s where the caller calls it so', (name, nameOf) => {
    const refused = toProbeProblem(new CredentialInvalid('address'), nameOf) as AddressRefused;
    expect(refused).toBeInstanceOf(AddressRefused);
    expect(refused.members['field']).toBe(name);
    const rejected = toProbeProblem(new Rejected('request'), nameOf) as ValidationFailed;
    expect(rejected).toBeInstanceOf(ValidationFailed);
    expect(Object.keys(rejected.members['errors'] as object)).toEqual([name]);
  });

  it('gives the network that was read, and none where none was', () => {
    const mismatch = (error: Error): WalletNetworkMismatch => {
      const problem = toProbeProblem(error, withinCredentials);
      expect(problem).toBeInstanceOf(WalletNetworkMismatch);
      return problem as WalletNetworkMismatch;
    };
    const known = mismatch(new ProtocolViolation('network', 'testnet'));
    expect([known.members['network'], known.message]).toEqual(['testnet', 'The wallet is on testnet.']);
    const unknown = mismatch(new ProtocolViolation('network'));
    expect([unknown.members['network'], unknown.message]).toEqual([
      null,
      'It cannot be told which network the wallet is on.',
    ]);
  });

  it.each([
    [new CredentialInvalid(), WalletCredentialsInvalid],
    [new CredentialInvalid('certificate'), WalletCredentialsInvalid],
    [new ProtocolViolation('amount'), WalletInvalidInvoice],
    [new Unavailable(5), WalletUnavailable],
  ])('answers %s', (error, problem) => {
    expect(toProbeProblem(error, withinCredentials)).toBeInstanceOf(problem);
  });

  it('leaves alone what is no error of a wallet', () => {
    const error = new ValidationFailed({ label: ['label is wrong'] });
    expect(toProbeProblem(error, withinCredentials)).toBe(error);
  });
});

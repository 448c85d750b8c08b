import {
  AddressRefused,
  ValidationFailed,
  WalletCredentialsInvalid,
  WalletNetworkMismatch,
} from '@turnpike/problems';
import { toMintProblem } from '../mint-problem.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  Rejected,
  WalletError,
  type InvalidPart,
} from '../wallet-errors.js';

const DETAILS: Record<Exclude<InvalidPart, 'address'>, string> = {
  credential: 'The wallet does not accept these credentials, or they lack a right that is needed.',
  certificate: 'The wallet shows another certificate than the one that is trusted. Check `tls`.',
};

/** What the owner of a wallet is answered when trying it out has failed. What is no error of a wallet stays what it is. */
export function toProbeProblem(error: unknown): unknown {
  if (!(error instanceof WalletError)) return error;
  if (error instanceof CredentialInvalid) {
    if (error.part === 'address') return new AddressRefused('credentials');
    return new WalletCredentialsInvalid(DETAILS[error.part]);
  }
  if (error instanceof Rejected)
    return new ValidationFailed({ credentials: ['The wallet makes no invoice as we need it.'] });
  if (error instanceof ProtocolViolation && error.why === 'network')
    return new WalletNetworkMismatch('another network');
  return toMintProblem(error);
}

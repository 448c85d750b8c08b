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
import type { MemberNaming } from './read-credentials.js';

const DETAILS: Record<Exclude<InvalidPart, 'address'>, string> = {
  credential: 'The wallet does not accept these credentials, or they lack a right that is needed.',
  certificate:
    'The wallet shows a certificate that is not trusted. For the kinds `lnd` and `cln`, `tls` says which one is.',
};

/**
 * What the owner of a wallet is answered when trying it out has failed; members are called as he calls them. What is no
 * error of a wallet stays what it is.
 */
export function toProbeProblem(error: unknown, nameOf: MemberNaming): unknown {
  if (!(error instanceof WalletError)) return error;
  if (error instanceof CredentialInvalid) {
    if (error.part === 'address') return new AddressRefused(nameOf('credentials'));
    return new WalletCredentialsInvalid(DETAILS[error.part]);
  }
  if (error instanceof Rejected)
    return new ValidationFailed({ [nameOf('credentials')]: ['The wallet makes no invoice as we need it.'] });
  if (error instanceof ProtocolViolation && error.why === 'network')
    return new WalletNetworkMismatch(error.network);
  return toMintProblem(error);
}

import { walletBounds } from '../wallet-bounds.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
  type RejectedMember,
  type WalletError,
} from '../wallet-errors.js';

/** Codes of Core Lightning's errors (lightning-invoice, -waitanyinvoice, -checkrune) that are answers or need a word. */
export const CLN_CODES = {
  methodNotFound: -32_601,
  invalidParameters: -32_602,
  labelExists: 900,
  preimageExists: 901,
  noPrivateChannel: 902,
  waitTimedOut: 904,
  runeNotAuthorized: 1_501,
  runeNotPermitted: 1_502,
  runeBlacklisted: 1_503,
} as const;

/** What an error says: its code, 0 if it has none, and its text. The first clnrest put both into a member `error`. */
export interface ClnComplaint {
  readonly code: number;
  readonly message: string;
}

/** Reads an error's body, whatever a proxy may have made of it. */
export function complaintIn(body: unknown): ClnComplaint {
  const outer = membersOf(body);
  const { code, message } = outer['error'] === undefined ? outer : membersOf(outer['error']);
  return {
    code: typeof code === 'number' ? code : 0,
    message: typeof message === 'string' ? message : '',
  };
}

/** The error that a complaint is, where it is no answer. */
export function errorOf(status: number, complaint: ClnComplaint, retryAfterSeconds?: number): WalletError {
  const { code, message } = complaint;
  const unavailable = new Unavailable(retryAfterSeconds ?? walletBounds.unavailableSeconds);
  const limited = new RateLimited(retryAfterSeconds ?? walletBounds.rateLimitedSeconds);
  switch (code) {
    case CLN_CODES.runeNotPermitted:
      // The rune's own `rate` is counted anew every minute.
      return /\brate of \d+/i.test(message) ? limited : new CredentialInvalid();
    case CLN_CODES.runeNotAuthorized:
    case CLN_CODES.runeBlacklisted:
      return new CredentialInvalid();
    case CLN_CODES.invalidParameters:
      // A rune that is no base64 is complained of like this, before anything is called.
      return status === 401 || status === 403 ? new CredentialInvalid() : new Rejected(memberIn(message));
    case CLN_CODES.methodNotFound:
      return new ProtocolViolation('the method is not known');
    case CLN_CODES.noPrivateChannel:
      return unavailable;
    default:
      break;
  }
  if (status === 429) return limited;
  // The first clnrest answers so when a rune's rate is used up.
  if ((status === 401 || status === 403) && /\brate of \d+/i.test(message)) return limited;
  if (status === 401 || status === 403) return new CredentialInvalid();
  if (status === 504 || status === 524) return new UnknownOutcome('a gateway waited in vain');
  return status >= 500 ? unavailable : new ProtocolViolation(`status ${status}`);
}

/** Which parameter is complained of: the text begins with its name. */
function memberIn(message: string): RejectedMember {
  if (message.startsWith('amount_msat')) return 'amount';
  if (message.startsWith('description')) return 'description';
  return message.startsWith('expiry') ? 'expiry' : 'request';
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

import { walletBounds } from '../wallet-bounds.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Rejected,
  Unavailable,
  UnknownOutcome,
  type WalletError,
} from '../wallet-errors.js';

/** What LND complains of. `denied` is a macaroon that is good for other calls only. */
export type LndComplaint =
  | 'unavailable'
  | 'credential'
  | 'denied'
  | 'exists'
  | 'not-found'
  | 'amount'
  | 'description'
  | 'expiry'
  | 'busy'
  | 'request'
  | 'no-answer'
  | 'unreadable';

/** Most of LND's errors have code 2 and status 500 and differ in their text only. */
const TEXTS: readonly (readonly [text: string, complaint: LndComplaint])[] = [
  ['wallet locked, unlock it', 'unavailable'],
  ['wallet not created', 'unavailable'],
  ['waiting to start', 'unavailable'],
  ['rpc server is in the process of starting up', 'unavailable'],
  ['server is still in the process of starting', 'unavailable'],
  ['shutting down', 'unavailable'],
  ['permission denied', 'denied'],
  ['expected 1 macaroon', 'credential'],
  ['verification failed', 'credential'],
  ['cannot get macaroon', 'credential'],
  ['cannot determine data format of binary-encoded macaroon', 'credential'],
  ['macaroon has expired', 'credential'],
  ['macaroon locked to different ip', 'credential'],
  ['invoice with payment hash already exists', 'exists'],
  ['unable to locate invoice', 'not-found'],
  ['there are no existing invoices', 'not-found'],
  ['memo too large', 'description'],
  ['description', 'description'],
  ['expiry', 'expiry'],
  ['value cannot be negative', 'amount'],
  ['max payment allowed', 'amount'],
  ['too large', 'amount'],
  ['mutually exclusive', 'request'],
];

/** By gRPC code (google.rpc.Code), for texts that are not known. */
const CODES: Readonly<Record<number, LndComplaint>> = {
  3: 'request',
  4: 'no-answer',
  5: 'not-found',
  6: 'exists',
  7: 'denied',
  8: 'busy',
  14: 'unavailable',
  16: 'credential',
};

/** What an error means: `body` is LND's `{code, message}`, or whatever a proxy before it sent with that status. */
export function complaintIn(status: number, body: unknown): LndComplaint {
  const { code, grpc_code: oldCode, message } = membersOf(body);
  const text = typeof message === 'string' ? message.toLowerCase() : '';
  const known = TEXTS.find(([part]) => text.includes(part))?.[1];
  if (known !== undefined) return known;
  return CODES[Number(code ?? oldCode)] ?? byStatus(status);
}

/** The error that a complaint is, where nothing better is made of it. */
export function errorOf(complaint: LndComplaint, retryAfterSeconds?: number): WalletError {
  switch (complaint) {
    case 'unavailable':
      return new Unavailable(retryAfterSeconds ?? walletBounds.unavailableSeconds);
    case 'busy':
      return new RateLimited(retryAfterSeconds ?? walletBounds.rateLimitedSeconds);
    case 'credential':
    case 'denied':
      return new CredentialInvalid();
    case 'amount':
    case 'description':
    case 'expiry':
    case 'request':
      return new Rejected(complaint);
    case 'no-answer':
      return new UnknownOutcome('a gateway waited in vain');
    case 'exists':
    case 'not-found':
    case 'unreadable':
      return new ProtocolViolation(complaint);
  }
}

function byStatus(status: number): LndComplaint {
  if (status === 429) return 'busy';
  if (status === 401) return 'credential';
  if (status === 403) return 'denied';
  if (status === 404) return 'not-found';
  if (status === 400) return 'request';
  if (status === 504 || status === 524) return 'no-answer';
  return status >= 500 ? 'unavailable' : 'unreadable';
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}

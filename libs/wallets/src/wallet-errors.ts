import type { Network } from '@turnpike/l402';

/**
 * The six ways in which a wallet fails us; nothing else comes out of a connection. Messages are ours: they hold no answer
 * of the wallet, no credential and no preimage, so they may be logged.
 */
export abstract class WalletError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** No connection, a server error, locked, starting or in maintenance; or we did not ask it. Nothing was made. */
export class Unavailable extends WalletError {
  /** `by`: `us` where the wallet was not asked at all, because it is spared or no time is left. */
  constructor(
    readonly retryAfterSeconds: number,
    readonly by: 'wallet' | 'us' = 'wallet',
  ) {
    super('The wallet is unavailable.');
  }
}

/** The wallet, or our own budget for it, allows no more calls for now. Nothing was made. */
export class RateLimited extends WalletError {
  constructor(
    readonly retryAfterSeconds: number,
    readonly by: 'wallet' | 'budget' = 'wallet',
  ) {
    super('The wallet allows no more calls for now.');
  }
}

/** Whether the wallet was not asked at all, for a reason of ours: then the error says nothing about it. */
export function isOurOwn(error: unknown): error is RateLimited | Unavailable {
  if (error instanceof RateLimited) return error.by === 'budget';
  return error instanceof Unavailable && error.by === 'us';
}

/** What is not accepted: the credential, the certificate that the wallet shows, or the address it is said to have. */
export type InvalidPart = 'credential' | 'certificate' | 'address';

/**
 * The credential is refused, revoked, or cannot be read; or whoever answers is not whom it is for, so it was not sent.
 * Calling again does not help.
 */
export class CredentialInvalid extends WalletError {
  constructor(readonly part: InvalidPart = 'credential') {
    super(`The ${part} of the wallet is not accepted.`);
  }
}

/** What about a request the wallet does not take. */
export type RejectedMember = 'amount' | 'description' | 'expiry' | 'request';

/** The wallet refuses this request and would refuse it again. */
export class Rejected extends WalletError {
  constructor(readonly member: RejectedMember) {
    super(`The wallet refuses the ${member}.`);
  }
}

/** The call was sent and no usable answer came: what was asked for may or may not have happened. */
export class UnknownOutcome extends WalletError {
  constructor(why = 'no answer came in time') {
    super(`The outcome of the call is unknown: ${why}.`);
  }
}

/** The answer cannot be read, or the invoice is not the one that was asked for. `why` is one of our own short names. */
export class ProtocolViolation extends WalletError {
  /** `network`: the one of the wallet, where `why` is `network` and it could be read. */
  constructor(
    readonly why: string,
    readonly network: Network | null = null,
  ) {
    super(`The wallet broke the protocol: ${why}.`);
  }
}

/**
 * Any error as one of the six. What is none of them comes from a fault of ours or of a library, so nobody knows what has
 * been done; its name, its code and where it was thrown are kept, its text is not, because that may hold a secret.
 */
export function toWalletError(error: unknown): WalletError {
  if (error instanceof WalletError) return error;
  if (!(error instanceof Error)) return new UnknownOutcome('something was thrown that is no error');
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const unknown = new UnknownOutcome([error.name, code].filter((word) => /^\w{1,40}$/.test(word)).join(' '));
  const head = `${error.name}: ${error.message}\n`;
  if (error.stack?.startsWith(head) === true)
    unknown.stack = `${String(unknown)}\n${error.stack.slice(head.length)}`;
  return unknown;
}

/** One verified credential that asks for a use. Everything that needs no database has been checked before. */
export interface Claim {
  /** 32 lower-case hex digits. */
  readonly key: string;
  readonly merchantId: number;
  /** 0 test, 1 live. */
  readonly mode: 0 | 1;
  /** The merchant's policy is `settled`: without the wallet's word on record nothing is granted. */
  readonly requireSettled: boolean;
  readonly requestId: string | null;
  readonly reserve: boolean;
  /** How long it is reserved, where that is not the usual time. */
  readonly reservationSeconds?: number;
  /**
   * How the payer shows what was bought, if not by a macaroon: `payment` is a draft-00 credential, good once; `preimage` one
   * of the older dialect, good as long as no draft-00 credential has its use.
   */
  readonly by?: 'payment' | 'preimage' | undefined;
  /** SHA-256 over the request's context (32 bytes); only with a request id. */
  readonly fingerprint: Buffer | null;
}

/** Why the ledger grants no use, in the order in which it looks. */
export type LedgerRefusal =
  | 'unknown_challenge'
  | 'revoked'
  | 'request_id_reused'
  | 'used_up'
  | 'uses_reserved'
  | 'not_settled'
  | 'settlement_unknown';

/** What a claim was given. `usesRemaining` is `null` for an unlimited challenge. */
export type ClaimAnswer =
  | {
      readonly granted: true;
      readonly usesRemaining: number | null;
      /** Sequence number of the use, where the challenge is limited or the call was named. */
      readonly seq: number | null;
      /** The answer to an earlier call with the same request id, given again. */
      readonly replayed: boolean;
    }
  | { readonly granted: false; readonly reason: LedgerRefusal };

/** The answer to a plain use of an unlimited challenge: always the same, so made once. */
export const UNLIMITED: ClaimAnswer = { granted: true, usesRemaining: null, seq: null, replayed: false };

/** Somebody who waits for a claim. */
export interface Waiter {
  resolve(answer: ClaimAnswer): void;
  reject(error: unknown): void;
}

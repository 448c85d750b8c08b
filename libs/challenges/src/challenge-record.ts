import { type Settlement } from './settlement.js';

/** A challenge as list and get show it. It holds no macaroon and no preimage. */
export interface ChallengeRecord {
  readonly paymentHash: string;
  readonly resource: string;
  readonly amountSats: number;
  readonly status: ChallengeStatus;
  /** RFC 3339, like all times here. */
  readonly createdAt: string;
  readonly paidAt: string | null;
  /** When the invoice expires. */
  readonly expiresAt: string;
  readonly idempotencyKey: string | null;
  readonly tokenExpiresAt: string;
  readonly settlement: Settlement;
  readonly revokedAt: string | null;
  /** Committed and reserved uses. */
  readonly uses: number;
  readonly maxUses: number | null;
  readonly payer: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** What get and revoke add. */
export interface ChallengeDetail extends ChallengeRecord {
  readonly invoice: string;
  readonly description: string | null;
}

/** `paid` once a call was admitted or the wallet reports settlement; else `unpaid` while the invoice is open, then `expired`. */
export type ChallengeStatus = 'paid' | 'unpaid' | 'expired';

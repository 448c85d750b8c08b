/** `paid`: a call was admitted or the wallet reports settlement; else `unpaid` while the invoice is open, then `expired`. */
export type ChallengeStatus = 'paid' | 'unpaid' | 'expired';

/** The wallet's own word; `unknown` is neither paid nor unpaid. */
export type Settlement = 'open' | 'settled' | 'expired' | 'unknown';

/** A challenge as it stands. */
export interface ListedChallenge {
  readonly paymentHash: string;
  readonly resource: string;
  readonly amountSats: number;
  readonly status: ChallengeStatus;
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

/** A challenge as it stands, with its invoice. */
export interface ChallengeDetail extends ListedChallenge {
  readonly invoice: string;
  readonly description: string | null;
}

/** Which page of a list: up to 200 entries, 20 by default, after so many. */
export interface Page {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** Which challenges to list. */
export interface ListChallengesArgs extends Page {
  readonly status?: ChallengeStatus | undefined;
}

/** One page of challenges, newest first. */
export interface ChallengeList {
  readonly challenges: readonly ListedChallenge[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly status: ChallengeStatus | null;
}

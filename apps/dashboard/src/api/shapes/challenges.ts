/** Whether the invoice was paid, as far as anybody knows. */
export type ChallengeStatus = 'paid' | 'unpaid' | 'expired';

/** The wallet's own word about an invoice. */
export type Settlement = 'open' | 'settled' | 'expired' | 'unknown';

/** A challenge as lists show it. */
export interface Challenge {
  readonly paymentHash: string;
  readonly resource: string;
  readonly amountSats: number;
  readonly status: ChallengeStatus;
  readonly createdAt: string;
  readonly paidAt: string | null;
  readonly expiresAt: string;
  readonly idempotencyKey: string | null;
  readonly tokenExpiresAt: string;
  readonly settlement: Settlement;
  readonly revokedAt: string | null;
  readonly uses: number;
  readonly maxUses: number | null;
  readonly payer: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
}

/** A challenge with its invoice. */
export interface ChallengeDetail extends Challenge {
  readonly invoice: string;
  readonly description: string | null;
}

/** One page of challenges, newest first. */
export interface ChallengePage {
  readonly challenges: readonly Challenge[];
  readonly nextCursor: string | null;
}

/** Something that happened to a challenge. */
export interface TimelineEntry {
  readonly at: string;
  readonly kind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A use of a paid token that has a row of its own. */
export interface TokenUse {
  readonly useId: string;
  readonly state: 'reserved' | 'committed' | 'released';
  readonly requestId: string | null;
  readonly resource: string | null;
  readonly createdAt: string;
  readonly decidedAt: string | null;
}

/** What mint answers. */
export interface MintedChallenge {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
  readonly expiresAt: string;
  readonly resource: string;
  readonly priceSats: number;
  readonly mppChallenge: string | null;
  readonly tokenExpiresAt: string;
}

/** What verify answers. */
export interface Verdict {
  readonly valid: boolean;
  readonly error: string | null;
  readonly reason: string | null;
  readonly usesRemaining: number | null;
}

import { type ChallengePlace } from './challenge-place.js';
import { type ChallengeStatus } from './challenge-record.js';
import { type Settlement } from './settlement.js';

/** What a challenge has to be like; null asks for nothing. All that is asked for holds. */
export interface ChallengeSearch {
  /** The beginning of a payment hash or of a resource, a whole payer, or a whole idempotency key. */
  readonly text: string | null;
  readonly status: ChallengeStatus | null;
  readonly settlement: Settlement | null;
  readonly resource: string | null;
  readonly payer: string | null;
  /** Minted from then on. */
  readonly from: Date | null;
  /** Minted before then. */
  readonly before: Date | null;
}

/** One page of a search in one mode of a merchant. */
export interface SearchedPage {
  readonly search: ChallengeSearch;
  readonly after: ChallengePlace | null;
  /** Rows at most. */
  readonly max: number;
  readonly now: Date;
}

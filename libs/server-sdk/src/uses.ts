/** A reserved use is committed or released once and for all. */
export type UseState = 'reserved' | 'committed' | 'released';

/** A use after commit or release. */
export interface DecidedUse {
  readonly useId: string;
  readonly state: UseState;
  readonly usesRemaining: number | null;
}

/** One use that has a record of its own. */
export interface Use {
  readonly useId: string;
  readonly state: UseState;
  readonly requestId: string | null;
  readonly resource: string;
  readonly createdAt: string;
  readonly decidedAt: string | null;
}

/** One page of the uses of a challenge, newest first. */
export interface UseList {
  readonly uses: readonly Use[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

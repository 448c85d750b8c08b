/** What was sold in a span of time. */
export interface SalesTotals {
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly usedChallenges: number;
  readonly revenueSats: number;
  readonly uses: number;
}

/** What was sold on one day of UTC. */
export interface SalesDay extends SalesTotals {
  readonly day: string;
}

/** What was sold of one resource. */
export interface SalesOfResource {
  readonly resource: string;
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly revenueSats: number;
  readonly uses: number;
}

/** How often credentials were refused for one reason. */
export interface RefusalCount {
  readonly reason: string;
  readonly count: number;
}

/** Sales between two days, both included, beside those of the time before. */
export interface Overview {
  readonly from: string;
  readonly to: string;
  readonly asOf: string;
  readonly totals: SalesTotals;
  readonly previous: SalesTotals;
  readonly days: readonly SalesDay[];
  readonly resources: readonly SalesOfResource[];
  readonly refusals: readonly RefusalCount[];
}

/** What is added to the figures of one merchant, mode, day and resource. */
export interface FigureIncrement {
  readonly merchantId: number;
  readonly mode: 0 | 1;
  /** Such as `2026-12-01`, in UTC. */
  readonly day: string;
  readonly resource: string;
  challenges: number;
  paidChallenges: number;
  usedChallenges: number;
  revenueSats: number;
  uses: number;
}

/** Collects increments, one for each merchant, mode, day and resource. */
export class FigureIncrements {
  private readonly byPlace = new Map<string, FigureIncrement>();

  /** The increment of that place, which the caller adds to. */
  at(merchantId: number, mode: 0 | 1, day: string, resource: string): FigureIncrement {
    const place = `${String(merchantId)}:${String(mode)}:${day}:${resource}`;
    const known = this.byPlace.get(place);
    if (known !== undefined) return known;
    const none = { challenges: 0, paidChallenges: 0, usedChallenges: 0, revenueSats: 0, uses: 0 };
    const made = { merchantId, mode, day, resource, ...none };
    this.byPlace.set(place, made);
    return made;
  }

  /** All of them, in the order of their first call. */
  all(): FigureIncrement[] {
    return [...this.byPlace.values()];
  }
}

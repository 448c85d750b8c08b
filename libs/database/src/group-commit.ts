/** Told after each flush: how many calls it served, whether they know their outcome, and how long it took. */
export type FlushReport = (calls: number, outcome: 'ok' | 'unknown', millis: number) => void;

/**
 * Adaptive group commit: entries gather while a flush runs, and one flush serves them all. When none runs, one starts at
 * the end of this turn of the event loop, so a lone caller waits for no timer and a crowd shares its statement.
 *
 * Entries with the same id merge into one. A batch has at most `batchMax` entries. At most `flightsMax` flushes run at a
 * time: another joins those in flight only with a batch as large as theirs, so that a slow disk is kept busy by a crowd
 * and the crowd is not split into small statements.
 */
export class GroupCommit<Entry> {
  private gathering = new Map<string, Entry>();
  private flights = 0;
  /** Entries of the largest batch in flight. */
  private largest = 0;
  private isDue = false;
  private idle: (() => void)[] = [];

  /** `flush` answers every waiter of its batch itself and never rejects. */
  constructor(
    private readonly flush: (batch: Map<string, Entry>) => Promise<void>,
    private readonly batchMax: number,
    private readonly flightsMax = 1,
  ) {}

  /** The gathering entry of that id, if there is one to join. */
  find(id: string): Entry | undefined {
    return this.gathering.get(id);
  }

  /** Puts a new entry in and sees that a flush comes. */
  add(id: string, entry: Entry): void {
    this.gathering.set(id, entry);
    if (!this.isDue && this.mayFly()) {
      this.isDue = true;
      setImmediate(this.depart);
    }
  }

  /** Resolves when nothing gathers and nothing flies. */
  async drained(): Promise<void> {
    if (this.flights === 0 && this.gathering.size === 0) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private mayFly(): boolean {
    const { size } = this.gathering;
    return size > 0 && (this.flights === 0 || (this.flights < this.flightsMax && size >= this.largest));
  }

  private readonly depart = (): void => {
    this.isDue = false;
    this.fly();
  };

  private fly(): void {
    if (!this.mayFly()) return;
    const batch = this.takeBatch();
    this.flights += 1;
    this.largest = Math.max(this.largest, batch.size);
    void this.flush(batch).then(this.landed);
  }

  private readonly landed = (): void => {
    this.flights -= 1;
    if (this.flights === 0) this.largest = 0;
    this.fly();
    if (this.flights > 0 || this.gathering.size > 0) return;
    for (const resolve of this.idle.splice(0)) resolve();
  };

  private takeBatch(): Map<string, Entry> {
    if (this.gathering.size <= this.batchMax) {
      const whole = this.gathering;
      this.gathering = new Map();
      return whole;
    }
    const batch = new Map<string, Entry>();
    for (const [id, entry] of this.gathering) {
      batch.set(id, entry);
      this.gathering.delete(id);
      if (batch.size === this.batchMax) break;
    }
    return batch;
  }
}

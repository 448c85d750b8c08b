/** Told after each flush: how many calls it served, whether they know their outcome, and how long it took. */
export type FlushReport = (calls: number, outcome: 'ok' | 'unknown', millis: number) => void;

/**
 * Adaptive group commit: entries gather while a flush runs, and one flush serves them all. When none runs, one starts at
 * the end of this turn of the event loop, so a lone caller waits for no timer and a crowd shares its statement.
 *
 * Entries with the same id merge into one. At most one flush is in flight; a batch has at most `batchMax` entries.
 */
export class GroupCommit<Entry> {
  private gathering = new Map<string, Entry>();
  private flying = false;
  private idle: (() => void)[] = [];

  /** `flush` answers every waiter of its batch itself and never rejects. */
  constructor(
    private readonly flush: (batch: Map<string, Entry>) => Promise<void>,
    private readonly batchMax: number,
  ) {}

  /** The gathering entry of that id, if there is one to join. */
  find(id: string): Entry | undefined {
    return this.gathering.get(id);
  }

  /** Puts a new entry in and sees that a flush comes. */
  add(id: string, entry: Entry): void {
    this.gathering.set(id, entry);
    if (!this.flying) {
      this.flying = true;
      setImmediate(this.fly);
    }
  }

  /** Resolves when nothing gathers and nothing flies. */
  async drained(): Promise<void> {
    if (!this.flying) return;
    await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private readonly fly = (): void => {
    void this.flush(this.takeBatch()).then(this.landed);
  };

  private readonly landed = (): void => {
    if (this.gathering.size > 0) {
      this.fly();
      return;
    }
    this.flying = false;
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

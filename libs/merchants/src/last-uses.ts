/** When a key was used last. */
export interface LastUse {
  readonly keyId: string;
  /** Unix milliseconds. */
  readonly usedAtMs: number;
}

/** Where last uses are written; one call, one statement. */
export interface LastUseStore {
  write(uses: readonly LastUse[]): Promise<void>;
}

/**
 * Collects when keys were used last, so that a use costs no write of its own. It holds a bounded number of keys;
 * a key beyond that is not noted until the next flush, since a lost time is better than a lost call.
 */
export class LastUses {
  private latest = new Map<string, number>();
  private flushing: Promise<void> | null = null;

  constructor(
    private readonly store: LastUseStore,
    private readonly keysMax: number,
  ) {}

  /** Notes a use; the latest one counts. */
  note(keyId: string, usedAtMs: number): void {
    const before = this.latest.get(keyId);
    if (before === undefined ? this.latest.size < this.keysMax : before < usedAtMs) {
      this.latest.set(keyId, usedAtMs);
    }
  }

  /**
   * Writes what was noted. One flush runs at a time: a call meanwhile waits for it and then writes the rest. On
   * failure the uses are kept for the next flush, and the error goes to the caller.
   */
  async flush(): Promise<void> {
    while (this.flushing !== null) await this.flushing.catch(() => undefined);
    if (this.latest.size === 0) return;
    const taken = this.latest;
    this.latest = new Map();
    this.flushing = this.write(taken).finally(() => {
      this.flushing = null;
    });
    await this.flushing;
  }

  private async write(taken: ReadonlyMap<string, number>): Promise<void> {
    try {
      await this.store.write([...taken].map(([keyId, usedAtMs]) => ({ keyId, usedAtMs })));
    } catch (error) {
      for (const [keyId, usedAtMs] of taken) this.note(keyId, usedAtMs);
      throw error;
    }
  }
}

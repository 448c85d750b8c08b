/** What was opened and is to be closed, the last first, even if something in between does not close. */
export class Closers {
  private readonly closers: (() => Promise<void>)[] = [];

  /** Remembers how to close something that was just opened. */
  add(close: () => Promise<void>): void {
    this.closers.push(close);
  }

  /** Closes everything. Rejects with the first failure, after all the others. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.closers.splice(0).reverse()) {
      await close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}

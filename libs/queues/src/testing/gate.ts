/** Lets through nobody until it is opened, then everybody. */
export class Gate {
  open: () => void = () => undefined;
  private readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  /** Resolves when the gate is open. */
  wait(): Promise<void> {
    return this.opened;
  }
}

/** What happened, in order, to be waited for. */
export class Log {
  readonly entries: string[] = [];
  private waiting: { count: number; resolve: () => void }[] = [];

  /** Notes that something happened. */
  add(entry: string): Promise<void> {
    this.entries.push(entry);
    for (const { count, resolve } of this.waiting) if (this.entries.length >= count) resolve();
    this.waiting = this.waiting.filter(({ count }) => this.entries.length < count);
    return Promise.resolve();
  }

  /** Resolves when so many things have happened. */
  until(count: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.entries.length >= count) resolve();
      else this.waiting.push({ count, resolve });
    });
  }
}

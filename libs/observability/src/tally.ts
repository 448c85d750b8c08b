import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

/** What a tally counts. */
export interface TallySettings {
  readonly registry: Registry;
  readonly name: string;
  readonly help: string;
  /** The name of its one label. */
  readonly label: string;
}

/** A counter with one label for the hot path: its counts are plain numbers until the figures are read. */
export class Tally {
  private readonly counts = new Map<string, number>();

  constructor({ registry, name, help, label }: TallySettings) {
    const { counts } = this;
    new Counter({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        for (const [value, count] of counts) this.inc({ [label]: value }, count);
        counts.clear();
      },
    });
  }

  /** One more of this value of the label. */
  add(value: string): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1);
  }
}

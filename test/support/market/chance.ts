import { randomInt } from 'node:crypto';

/** Numbers that look like chance and are the same for the same seed; a test that failed says the seed. */
export class Chance {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed;
  }

  /** With the seed in TURNPIKE_TEST_SEED, or a new one. */
  static ofThisRun(): Chance {
    const given = process.env['TURNPIKE_TEST_SEED'];
    return new Chance(given === undefined ? randomInt(2 ** 31) : Number(given));
  }

  /** A whole number of at least 0 and below `end`. */
  below(end: number): number {
    // Mulberry32.
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  /** True once in so many times. */
  onceIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** The same things in another order. */
  shuffled<Thing>(things: readonly Thing[]): Thing[] {
    const left = [...things];
    return things.flatMap(() => left.splice(this.below(left.length), 1));
  }

  /** Does the work; if that fails, the error says the seed. */
  async telling<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw new Error(`TURNPIKE_TEST_SEED=${String(this.seed)}: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }
}

import type { ManualClock } from '@turnpike/config';
import type { TokenBuckets } from './token-buckets.js';

/** One store, in as many processes as it is asked for. */
export interface BucketsUnderTest {
  readonly clock: ManualClock;
  open(): TokenBuckets;
}

/** Declares the tests that every store of shared buckets passes. */
export function describeTokenBuckets(name: string, start: () => BucketsUnderTest): void {
  describe(`token buckets: ${name}`, () => {
    let under: BucketsUnderTest;
    let bucket: string;
    let count = 0;
    const rate = { burst: 5, perMinute: 30 };
    beforeEach(() => {
      under = start();
      bucket = `bucket-${(count += 1)}`;
    });

    const takeMany = async (times: number, buckets = under.open()): Promise<number> => {
      const waits = await Promise.all(Array.from({ length: times }, () => buckets.take(bucket, rate)));
      return waits.filter((wait) => wait === 0).length;
    };

    it('gives the burst and no more, however many ask at once', async () => {
      expect(await takeMany(20)).toBe(5);
    });

    it('is shared by all who open it', async () => {
      const [one, other] = [under.open(), under.open()];
      const given = await Promise.all([takeMany(4, one), takeMany(4, other)]);
      expect(given[0] + given[1]).toBe(5);
    });

    it('fills up again at its rate and not beyond its burst', async () => {
      await takeMany(5);
      under.clock.advanceSeconds(4);
      expect(await takeMany(5)).toBe(2);
      under.clock.advanceSeconds(3_600);
      expect(await takeMany(20)).toBe(5);
    });

    it('says after how many seconds there is a token, and there is one then', async () => {
      await takeMany(5);
      const wait = await under.open().take(bucket, rate);
      expect(wait).toBe(2);
      under.clock.advanceSeconds(wait);
      expect(await under.open().take(bucket, rate)).toBe(0);
    });

    it('gives nothing while it is blocked, and then what it has', async () => {
      await under.open().block(bucket, 60);
      expect(await under.open().take(bucket, rate)).toBe(60);
      under.clock.advanceSeconds(61);
      expect(await under.open().take(bucket, rate)).toBe(0);
    });

    it('keeps the longer of two blocks, in whatever order they come', async () => {
      for (const seconds of [60, 600, 30]) await under.open().block(bucket, seconds);
      expect(await under.open().take(bucket, rate)).toBe(600);
    });

    it('gives nothing for a clock that goes back', async () => {
      await takeMany(5);
      under.clock.advanceSeconds(-3_600);
      expect(await takeMany(3)).toBe(0);
    });

    it('keeps buckets apart', async () => {
      await takeMany(5);
      expect(await under.open().take(`${bucket}-other`, rate)).toBe(0);
    });
  });
}

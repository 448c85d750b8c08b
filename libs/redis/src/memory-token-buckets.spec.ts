import { ManualClock } from '@turnpike/config';
import { MemoryTokenBuckets } from './memory-token-buckets.js';
import { describeTokenBuckets } from './token-buckets.conformance.js';

describeTokenBuckets('memory', () => {
  const clock = new ManualClock(new Date('2026-11-20T12:00:00Z'));
  const buckets = new MemoryTokenBuckets(clock);
  return { clock, open: () => buckets };
});

describe('a share of a bucket', () => {
  it('is that part of burst and rate, and never less than one token', async () => {
    const clock = new ManualClock(new Date('2026-11-20T12:00:00Z'));
    const buckets = new MemoryTokenBuckets(clock, 0.1);
    const rate = { burst: 20, perMinute: 60 };
    const waits = [
      await buckets.take('a', rate),
      await buckets.take('a', rate),
      await buckets.take('a', rate),
    ];
    expect(waits).toEqual([0, 0, 10]);
    expect(await buckets.take('b', { burst: 1, perMinute: 60 })).toBe(0);
  });
});

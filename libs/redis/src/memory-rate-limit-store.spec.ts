import { ManualClock } from '@turnpike/config';
import { MemoryRateLimitStore } from './memory-rate-limit-store.js';
import { describeRateLimitStore } from './rate-limit-store.conformance.js';

const make = (bucketsMax = 1000) => {
  const clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
  return { store: new MemoryRateLimitStore(clock, bucketsMax), clock };
};

describeRateLimitStore('in memory', make);

describe('the store in memory', () => {
  it('holds no more buckets than it may, the oldest giving way', () => {
    const { store } = make(3);
    for (const owner of ['a', 'b', 'c', 'd']) store.hit(`mint:${owner}`, 1, 60);
    expect(store.size).toBe(3);
    expect(store.hit('mint:d', 1, 60).allowed).toBe(false);
    expect(store.hit('mint:a', 1, 60).allowed).toBe(true);
  });

  it('lets addresses, however many, push out no key', () => {
    const { store } = make(3);
    store.hit('mint:key', 1, 60);
    for (let n = 0; n < 10; n += 1) store.hit(`publicRead:2001:db8::${n}`, 1, 60);
    expect(store.hit('mint:key', 1, 60).allowed).toBe(false);
    expect(store.size).toBe(4);
  });

  it('keeps nothing of a window that is over', () => {
    const { store, clock } = make();
    for (let n = 0; n < 100; n += 1) store.hit(`mint:${n}`, 1, 60);
    clock.advanceSeconds(60);
    store.hit('publicRead:a', 1, 60);
    expect(store.size).toBe(1);
  });

  it('answers without waiting', () => {
    expect(make().store.hit('a', 1, 60)).toMatchObject({ allowed: true });
  });
});

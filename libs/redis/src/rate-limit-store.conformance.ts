import { ManualClock } from '@turnpike/config';
import type { RateLimitStore } from './rate-limit-store.js';

/** A store under test, counting by a clock that the test moves. */
export interface StoreUnderTest {
  readonly store: RateLimitStore;
  readonly clock: ManualClock;
}

/** Declares the tests that every rate-limit store passes. `make` gives a store whose buckets nobody else uses. */
export function describeRateLimitStore(name: string, make: () => StoreUnderTest): void {
  describe(`rate-limit store: ${name}`, () => {
    it('allows as many requests as the limit says and refuses the next', async () => {
      const { store } = make();
      const hits = [];
      for (let n = 0; n < 4; n += 1) hits.push(await store.hit('a', 3, 60));
      expect(hits.map((hit) => hit.allowed)).toEqual([true, true, true, false]);
      expect(hits.map((hit) => hit.remaining)).toEqual([2, 1, 0, 0]);
      expect(hits.every((hit) => hit.limit === 3)).toBe(true);
    });

    it('counts requests that come at once each for itself', async () => {
      const { store } = make();
      const hits = await Promise.all(Array.from({ length: 50 }, async () => store.hit('a', 20, 60)));
      expect(hits.filter((hit) => hit.allowed)).toHaveLength(20);
      expect(new Set(hits.filter((hit) => hit.allowed).map((hit) => hit.remaining)).size).toBe(20);
    });

    it('keeps buckets apart', async () => {
      const { store } = make();
      await store.hit('a', 1, 60);
      expect(await store.hit('a', 1, 60)).toMatchObject({ allowed: false });
      expect(await store.hit('b', 1, 60)).toMatchObject({ allowed: true });
    });

    it('keeps windows of different lengths apart', async () => {
      const { store } = make();
      await store.hit('a', 1, 60);
      expect(await store.hit('a', 1, 10)).toMatchObject({ allowed: true });
    });

    it('begins anew with the next window and says when that is', async () => {
      const { store, clock } = make();
      clock.set(new Date('2026-01-01T00:00:12.300Z'));
      await store.hit('a', 1, 60);
      expect(await store.hit('a', 1, 60)).toMatchObject({ allowed: false, resetSeconds: 48 });
      clock.set(new Date('2026-01-01T00:00:59.999Z'));
      expect(await store.hit('a', 1, 60)).toMatchObject({ allowed: false, resetSeconds: 1 });
      clock.set(new Date('2026-01-01T00:01:00.000Z'));
      expect(await store.hit('a', 1, 60)).toMatchObject({ allowed: true, resetSeconds: 60 });
    });

    it('takes a limit of 0 as switched off', async () => {
      const { store } = make();
      expect(await store.hit('a', 0, 60)).toMatchObject({ allowed: true });
      expect(await store.hit('a', 1, 60)).toMatchObject({ allowed: true, remaining: 0 });
    });
  });
}

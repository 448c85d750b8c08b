import { RateLimited } from '@turnpike/wallets';
import type { InvoiceState } from '@turnpike/wallets';
import { LookUpScene } from './testing/look-up-scene.js';

const OPEN: InvoiceState = { is: 'open' };

/** A wallet whose budget has so many calls now and one more with every so many seconds. */
function budgeted(scene: LookUpScene, calls: number, everySeconds: number): void {
  let emptyAt = scene.clock.now().getTime();
  let left = calls;
  scene.wallets.set('a', () => {
    const now = scene.clock.now().getTime();
    while (emptyAt + everySeconds * 1000 <= now) [left, emptyAt] = [left + 1, emptyAt + everySeconds * 1000];
    if (left === 0) return Promise.reject(new RateLimited(everySeconds, 'budget'));
    left -= 1;
    return Promise.resolve(OPEN);
  });
}

describe('an empty budget', () => {
  it('says nothing about the wallet: when it has a call again, as many are asked about as before', async () => {
    const scene = new LookUpScene();
    budgeted(scene, 0, 3);
    const keys = Array.from({ length: 90 }, (_, n) => scene.challenge('a', `${n}`));
    await scene.runRound();
    expect(scene.words).toEqual([]);
    const times = keys.map((key) => scene.dueIn(key));
    expect([times.filter((in_) => in_ === 3).length, times.filter((in_) => in_ === 6).length]).toEqual([
      50, 40,
    ]);
    scene.clock.advanceSeconds(3);
    await scene.runRound();
    expect(scene.asked.map(({ hashes }) => hashes.length)).toEqual([90, 50]);
  });

  it('keeps nobody from his turn: all are asked as often, but for the first few turns', async () => {
    const scene = new LookUpScene();
    budgeted(scene, 1, 3);
    for (let n = 0; n < 500; n += 1) scene.challenge('a', `${n}`);
    for (let second = 0; second < 40; second += 1) {
      await scene.runRound();
      scene.clock.advanceSeconds(1);
    }
    const answered = new Map<string, number>();
    for (const { hashes, isAnswered } of scene.asked)
      if (isAnswered) for (const hash of hashes) answered.set(hash, (answered.get(hash) ?? 0) + 1);
    expect(answered.size).toBe(500);
    const counts = [...answered.values()];
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
  });

  it('puts no word on record and gives nobody up before the day is over', async () => {
    const scene = new LookUpScene();
    scene.wallets.set('a', () => Promise.reject(new RateLimited(60, 'budget')));
    const key = scene.challenge('a', '1');
    while (scene.dueIn(key) !== null) {
      await scene.runRound();
      scene.clock.advanceSeconds(Math.max(60, scene.dueIn(key) ?? 0));
    }
    expect(scene.words.map(({ word }) => word)).toEqual(['unknown']);
    expect(scene.clock.now().getTime()).toBeGreaterThan(new Date('2026-01-02T00:10:00Z').getTime());
  });
});

import type { Settlement } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import type { InvoiceState } from '@turnpike/wallets';
import { LookUpScene } from './testing/look-up-scene.js';

const SETTLED: InvoiceState = { is: 'settled', via: 'lightning' };
const DAY = 86_400;

/** A scene in which everything was paid, and one challenge of one wallet cannot be written down. */
function scene(words: readonly Settlement[] = ['settled']): { all: LookUpScene; bad: string } {
  const all = new LookUpScene();
  all.wallets.set('a', () => Promise.resolve(SETTLED));
  const bad = all.challenge('a', 'bad');
  all.unwritable.set(bad, words);
  return { all, bad };
}

/** Lets a day pass over it; gives the seconds between the looks at it. */
async function stepsOverADay(all: LookUpScene, bad: string): Promise<number[]> {
  const steps: number[] = [];
  while (all.dueIn(bad) !== null) {
    await all.runRound();
    const due = all.dueIn(bad) ?? 0;
    if (due > 0) steps.push(due);
    all.clock.advanceSeconds(due);
  }
  return steps;
}

describe('a word that cannot be put on record', () => {
  it('costs none of its neighbours theirs, nor their looks', async () => {
    const { all, bad } = scene();
    const good = Array.from({ length: 40 }, (_, n) => all.challenge('a', `${n}`));
    await all.runRound();
    expect(good.map((key) => all.wordOf(key))).toEqual(good.map(() => 'settled'));
    expect(good.map((key) => all.dueIn(key))).toEqual(good.map(() => null));
    expect([all.wordOf(bad), all.dueIn(bad)]).toEqual(['open', 10]);
  });

  it('is asked for again, later every time, and after a day no more: nobody knows', async () => {
    const { all, bad } = scene();
    const steps = await stepsOverADay(all, bad);
    expect(steps.slice(0, 5)).toEqual([10, 10, 20, 40, 80]);
    expect(Math.max(...steps)).toBe(900);
    expect(steps.length).toBeLessThan(120);
    expect(steps.reduce((sum, step) => sum + step, 0)).toBeGreaterThanOrEqual(600 + DAY);
    expect(all.words).toEqual([{ key: bad, word: 'unknown' }]);
  });

  it('ends all the same where no word at all can be', async () => {
    const { all, bad } = scene(['open', 'settled', 'expired', 'unknown']);
    const steps = await stepsOverADay(all, bad);
    expect(steps.length).toBeLessThan(120);
    expect(all.words).toEqual([]);
  });

  it('because the database is away is nothing about the challenge: nothing is concluded, however late it is', async () => {
    const { all, bad } = scene();
    all.clock.advanceSeconds(600 + DAY);
    all.failWords = true;
    await all.runRound();
    expect([all.wordOf(bad), all.dueIn(bad)]).toEqual(['open', limits.watchTakenSeconds]);
  });

  it('is written when it can be', async () => {
    const { all, bad } = scene();
    await all.runRound();
    all.unwritable.clear();
    all.clock.advanceSeconds(10);
    await all.runRound();
    expect([all.wordOf(bad), all.dueIn(bad)]).toEqual(['settled', null]);
  });
});

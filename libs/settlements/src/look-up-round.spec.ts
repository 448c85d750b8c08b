import { limits } from '@turnpike/config';
import { settlementBounds } from './settlement-bounds.js';
import { LookUpScene } from './testing/look-up-scene.js';

const ROUND = settlementBounds.takesPerRoundMax * limits.watchBatchMax;
const HINTED = settlementBounds.hintedTakesPerRoundMax * limits.watchBatchMax;

/** More challenges, due now, than a round takes, of ten wallets that never answer. */
function backlog(scene: LookUpScene, name: string): string[] {
  return Array.from({ length: ROUND + 500 }, (_, n) => {
    const connection = `${name} ${n % 10}`;
    scene.wallets.set(connection, () => new Promise(() => undefined));
    return scene.challenge(connection, `${n}`);
  });
}

describe('a round that cannot take all that is due', () => {
  it('takes first what a hint named, also where that fell due last, and no less of the rest for it', async () => {
    const scene = new LookUpScene();
    backlog(scene, 'slow');
    scene.clock.advanceSeconds(60);
    const hinted = scene.challenge('quick', 'hinted');
    scene.hint(hinted);
    expect(await scene.round.run()).toBe(1 + ROUND);
    await untilTrue(() => scene.dueIn(hinted) === 1);
  });

  it('takes as much as ever of what waited longest, however much hints name', async () => {
    const scene = new LookUpScene();
    const old = backlog(scene, 'old');
    scene.clock.advanceSeconds(1);
    const flood = backlog(scene, 'flood');
    for (const key of flood) scene.hint(key);
    expect(await scene.round.run()).toBe(HINTED + ROUND);
    const taken = [flood, old].map((keys) => keys.filter((key) => (scene.dueIn(key) ?? 0) > 0).length);
    expect(taken).toEqual([HINTED, ROUND]);
  });
});

describe('a round for what is overdue', () => {
  it('takes that and nothing else, and for as long as any round does', async () => {
    const scene = new LookUpScene();
    const overdue = scene.challenge('a', 'overdue');
    scene.clock.advanceSeconds(120);
    const due = scene.challenge('a', 'due');
    scene.wallets.set('a', () => new Promise(() => undefined));
    expect(await scene.round.runOverdue(120)).toBe(1);
    expect([scene.dueIn(overdue), scene.dueIn(due)]).toEqual([limits.watchTakenSeconds, 0]);
    expect(await scene.round.runOverdue(120)).toBe(0);
    expect(scene.asked).toHaveLength(1);
  });
});

/** Lets everything that can go on go on until the condition holds. */
async function untilTrue(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

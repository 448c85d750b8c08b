import { CredentialInvalid, Unavailable } from '@turnpike/wallets';
import type { StreamKeeper } from './stream-keeper.js';
import { StreamScene } from './testing/stream-scene.js';

const hash = 'ab'.repeat(32);

describe('the streams of wallets', () => {
  let scene: StreamScene;
  const keepers: StreamKeeper[] = [];

  const keeper = (): StreamKeeper => {
    const one = scene.keeper();
    keepers.push(one);
    return one;
  };

  beforeEach(() => {
    scene = new StreamScene();
  });

  afterEach(async () => {
    await Promise.all(keepers.splice(0).map((one) => one.close()));
  });

  it('are held by one process, however many look', async () => {
    const taken = await Promise.all([keeper(), keeper(), keeper()].map((one) => one.look()));
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(scene.openings).toHaveLength(1);
  });

  it('begin from the cursor, and what is open is looked at once they stand and not before', async () => {
    scene.cursor = '41';
    await keeper().look();
    await scene.until(() => scene.openings.length === 1);
    expect(scene.openings[0]?.cursor).toBe('41');
    expect(scene.log).toEqual(['open']);
    scene.openings[0]?.sink.alive();
    await scene.until(() => scene.log.includes('renew alive'));
    expect(scene.log).toEqual(['open', 'all due', 'renew alive']);
    expect(scene.aliveUntil).not.toBeNull();
  });

  it('store hints with their cursor, and go on from the last cursor when they are opened again', async () => {
    await keeper().look();
    await scene.until(() => scene.openings.length === 1);
    await scene.openings[0]?.sink.take([{ providerRef: 'x' }], '7');
    scene.openings[0]?.fail(new Unavailable(1));
    await scene.pacing.pass(4);
    await scene.until(() => scene.openings.length === 2);
    expect(scene.openings[1]?.cursor).toBe('7');
    expect(scene.hinted).toEqual([{ hints: [{ providerRef: 'x' }], cursor: '7' }]);
  });

  it('end at once when another process holds the lease', async () => {
    const one = keeper();
    await one.look();
    await scene.until(() => scene.openings.length === 1);
    scene.isOurs = false;
    await expect(scene.openings[0]?.sink.take([{ providerRef: hash }], '8')).rejects.toThrow(
      'another process',
    );
    await scene.until(() => scene.log.includes('release'));
    expect([scene.openings[0]?.signal.aborted, scene.hinted]).toEqual([true, []]);
  });

  it('are opened in the wallet as it is by then, not as it was', async () => {
    await keeper().look();
    await scene.until(() => scene.openings.length === 1);
    const before = scene.found;
    scene.openings[0]?.fail(new Unavailable(1));
    await scene.pacing.pass(4);
    await scene.until(() => scene.openings.length === 2);
    expect(scene.found).toBe(before + 1);
  });

  it('pause no longer after a stream that stood than after the first', async () => {
    await keeper().look();
    for (let n = 1; n <= 12; n += 1) {
      await scene.until(() => scene.openings.length === n);
      scene.openings[n - 1]?.sink.alive();
      await scene.until(() => scene.log.filter((what) => what === 'renew alive').length >= n);
      scene.openings[n - 1]?.fail(new Unavailable(1));
      await scene.pacing.pass(2);
    }
    await scene.until(() => scene.openings.length === 13);
  });

  it('do not count as alive once they have ended, until they stand again', async () => {
    await keeper().look();
    await scene.until(() => scene.openings.length === 1);
    scene.openings[0]?.sink.alive();
    await scene.until(() => scene.aliveUntil !== null);
    scene.openings[0]?.fail(new Unavailable(1));
    await scene.pacing.pass(11);
    await scene.until(() => scene.log.includes('renew silent'));
    expect(scene.aliveUntil).toBeNull();
  });

  it('are opened again after minutes without a word', async () => {
    await keeper().look();
    await scene.until(() => scene.openings.length === 1);
    await scene.pacing.pass(320);
    await scene.until(() => scene.openings.length === 2);
    expect(scene.openings[0]?.signal.aborted).toBe(true);
  });

  it('are let go when nothing is open any more', async () => {
    const one = keeper();
    await one.look();
    await scene.until(() => scene.openings.length === 1);
    scene.watched.clear();
    await scene.pacing.pass(70);
    await scene.until(() => scene.log.includes('release'));
    expect(one.size).toBe(0);
  });

  it('are not opened again for a wallet that refuses us', async () => {
    const one = keeper();
    await one.look();
    await scene.until(() => scene.openings.length === 1);
    scene.openings[0]?.fail(new CredentialInvalid());
    await scene.until(() => scene.log.includes('release'));
    await one.look();
    expect(scene.openings).toHaveLength(1);
  });

  it('are not asked for again and again of wallets that have none', async () => {
    scene.streams = false;
    const one = keeper();
    expect(await one.look()).toBe(0);
    expect(scene.log).toEqual(['release']);
    await one.look();
    expect(scene.log).toEqual(['release']);
  });

  it('are given back when the process closes', async () => {
    const one = keeper();
    await one.look();
    await one.close();
    expect([scene.holder, one.size]).toEqual([null, 0]);
    expect(await one.look()).toBe(0);
  });
});

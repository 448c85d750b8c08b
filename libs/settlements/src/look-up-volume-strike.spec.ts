import { VolumeScene } from './testing/volume-scene.js';
import { refOf } from './testing/open-invoices.js';

jest.setTimeout(180_000);

const COUNT = 10_000;
/** What Strike's look-ups may cost: so many calls at once, so many a minute, each about so many invoices. */
const [BURST, PER_MINUTE, PER_CALL] = [30, 21, 50];
/** How long it takes to ask about all of them once. */
const CYCLE_SECONDS = (COUNT / PER_CALL / PER_MINUTE) * 60;

describe('ten thousand open invoices at one account with a budget', () => {
  let scene: VolumeScene;
  let connectionId: string;

  beforeAll(async () => {
    scene = await VolumeScene.open();
    connectionId = await scene.fillStrike({ each: COUNT, madeWithinSeconds: 600, expirySeconds: 3_600 });
    await scene.pass(1_320);
  });

  afterAll(() => scene.close());

  it('are asked about within the budget, all of which is used, fifty with a call', () => {
    const [first = 0, ...rest] = scene.callsPerMinute;
    expect(first).toBeLessThanOrEqual(BURST + PER_MINUTE);
    for (const calls of rest) expect([PER_MINUTE - 1, PER_MINUTE, PER_MINUTE + 1]).toContain(calls);
    const looks = [...scene.looks.values()].reduce((sum, times) => sum + times.length, 0);
    const calls = scene.callsPerMinute.reduce((sum, inMinute) => sum + inMinute, 0);
    expect(looks / calls).toBeGreaterThan(0.9 * PER_CALL);
  });

  it('are each asked about again and again, none twice as rarely as the budget allows', () => {
    expect(scene.looks.size).toBe(COUNT);
    const [longest = Infinity] = scene.gaps(COUNT);
    expect(longest).toBeLessThan(1.2 * CYCLE_SECONDS);
  });

  it('keep no more in memory than the bounds of one lane', () => {
    expect(scene.mostWaiting).toBeLessThanOrEqual(2_001);
    expect(scene.lookUps.laneCount).toBe(1);
  });

  it('leave the first place to one that a hint names, however many wait', async () => {
    for (const number of [7, 4_321, COUNT - 1]) {
      const before = scene.looks.get(refOf(number))?.length ?? 0;
      const hinted = { merchantId: 1, connectionId, providerRefs: [refOf(number)], paymentHashes: [] };
      await scene.cold.withTransaction((transaction) =>
        scene.watches.makeHintedDue(transaction, hinted, scene.clock.now()),
      );
      // The next call there is, whenever the last one was.
      await scene.pass(2 * Math.ceil(60 / PER_MINUTE));
      expect(scene.looks.get(refOf(number))?.length).toBe(before + 1);
    }
  });
});

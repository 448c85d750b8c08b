import { VolumeScene } from './testing/volume-scene.js';
import { refOf } from './testing/open-invoices.js';

jest.setTimeout(180_000);

const COUNT = 10_000;
/** The steps of the schedule by age at the start, in seconds, youngest first, with when the step after it begins. */
const STEPS = [
  { from: 0, to: 30, step: 1 },
  { from: 30, to: 120, step: 3 },
  { from: 120, to: 600, step: 15 },
] as const;
const PASSED = 20;

let scene: VolumeScene;

beforeEach(async () => {
  scene = await VolumeScene.open();
});

afterEach(() => scene.close());

/** The longest that any invoice of each step went without a look, of those that stayed in it. */
function longestGaps(secondsBetween: number): number[] {
  return STEPS.map(({ from, to }) => {
    const numbers = Array.from({ length: COUNT }, (_, number) => number).filter((number) => {
      const age = (COUNT - number) * secondsBetween;
      return age >= from && age + PASSED < to;
    });
    const gaps = numbers.map((number) => {
      const times = scene.looks.get(refOf(number)) ?? [];
      return Math.max(times[0] ?? Infinity, ...times.slice(1).map((at, index) => at - (times[index] ?? 0)));
    });
    return Math.max(...gaps);
  });
}

describe('ten thousand open invoices at one wallet that counts no calls', () => {
  beforeEach(() =>
    scene.fillOwn({ connections: 1, each: COUNT, madeWithinSeconds: 600, expirySeconds: 600 }),
  );

  it('are asked about as their age demands as soon as all have been asked about once', async () => {
    await scene.pass(PASSED);
    expect(scene.looks.size).toBe(COUNT);
    const [youngest = 0, younger = 0, older = 0] = longestGaps(600 / COUNT);
    // At the start all are due, which takes some rounds.
    expect(youngest).toBeLessThanOrEqual(5);
    expect(younger).toBeLessThanOrEqual(7);
    expect(older).toBeLessThanOrEqual(19);
    expect(scene.mostWaiting).toBeLessThanOrEqual(2_001);
  });

  it('let a payment be seen within a step', async () => {
    await scene.pass(6);
    const young = refOf(COUNT - 1);
    scene.settled.add(young);
    const looked = scene.looks.get(young)?.length ?? 0;
    await scene.pass(2);
    expect(scene.looks.get(young)?.length).toBe(looked + 1);
    const { rows } = await scene.hot.query<{ settled: boolean }>({
      text: 'SELECT settled_at IS NOT NULL AS settled FROM challenge WHERE provider_ref = $1',
      values: [young],
    });
    expect(rows).toEqual([{ settled: true }]);
  });
});

describe('a thousand wallets of a thousand merchants with ten open invoices each', () => {
  it('are all asked, none later than another, and forgotten when nothing is left to do', async () => {
    await scene.fillOwn({ connections: 1_000, each: 10, madeWithinSeconds: 600, expirySeconds: 600 });
    await scene.pass(PASSED);
    expect(scene.looks.size).toBe(COUNT);
    const [youngest = 0, younger = 0, older = 0] = longestGaps(600 / COUNT);
    expect(youngest).toBeLessThanOrEqual(5);
    expect(younger).toBeLessThanOrEqual(7);
    expect(older).toBeLessThanOrEqual(19);
    expect([scene.lookUps.laneCount, scene.lookUps.size]).toEqual([0, 0]);
  });
});

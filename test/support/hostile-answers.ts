import { type Faults } from './emulators/faults.js';
import { type EmulatedKind } from './emulators/start-emulator.js';
import { type Neighbour, Neighbours } from './neighbours.js';
import { settledBytes } from './settled-heap.js';

/** What comes instead of answers, and to how many mints. */
const CONTENTS: readonly (readonly [string, Partial<Faults>, number])[] = [
  ['nothing that can be read', { garbage: true }, 200],
  ['sixteen megabytes', { huge: true }, 80],
  ['cut connections', { reset: true }, 200],
];
/** Of one answer a megabyte may be read; eighty that were kept would be far more. */
const GROWTH_BYTES_MAX = 40 * 1024 * 1024;

/** Declares the tests of what wallets of that kind may answer without harm to anybody but their merchant. */
export function describeHostileAnswers(kind: EmulatedKind): void {
  describe(`a hostile ${kind}`, () => {
    let neighbours: Neighbours;
    let honest: Neighbour;

    beforeAll(async () => {
      neighbours = await Neighbours.start();
      honest = await neighbours.settle('lnd');
    });

    afterAll(async () => {
      await neighbours.stop();
      expect(neighbours.uncaught).toEqual([]);
    });

    /** Mints again and again, a few at a time; gives the statuses. */
    async function mintMany(key: string, count: number): Promise<Set<number>> {
      const statuses = new Set<number>();
      for (let minted = 0; minted < count; minted += 8) {
        const replies = Array.from({ length: 8 }, () => neighbours.instance.askToMint(key));
        for (const { status } of await Promise.all(replies)) statuses.add(status);
      }
      return statuses;
    }

    it.each(CONTENTS)(
      'with %s for answers costs its own merchant refusals, nobody anything, and no memory',
      async (_what, fault, count) => {
        const { key, emulator } = await neighbours.settle(kind);
        await neighbours.instance.mint(key);
        const before = await settledBytes();
        Object.assign(emulator.faults, fault);
        const [statuses] = await Promise.all([mintMany(key, count), neighbours.sell(honest, 5)]);
        for (const status of statuses) expect([502, 503]).toContain(status);
        expect((await settledBytes()) - before).toBeLessThan(GROWTH_BYTES_MAX);
        emulator.faults.clear();
        expect(neighbours.uncaught).toEqual([]);
      },
      180_000,
    );
  });
}

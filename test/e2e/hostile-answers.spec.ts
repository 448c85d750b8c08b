import { type Faults } from '../support/emulators/faults.js';
import { type EmulatedKind } from '../support/emulators/start-emulator.js';
import { type Neighbour, Neighbours } from '../support/neighbours.js';
import { settledBytes } from '../support/settled-heap.js';

jest.setTimeout(120_000);

const KINDS: readonly EmulatedKind[] = ['lnd', 'cln', 'nwc', 'eclair', 'phoenixd'];
const CONTENTS: readonly (readonly [string, Partial<Faults>])[] = [
  ['nothing that can be read', { garbage: true }],
  ['sixteen megabytes', { huge: true }],
  ['cut connections', { reset: true }],
];
const MINTS = 200;
/** Of one answer a megabyte may be read; two hundred that were kept would be far more. */
const GROWTH_BYTES_MAX = 40 * 1024 * 1024;

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
async function mintMany(key: string): Promise<Set<number>> {
  const statuses = new Set<number>();
  for (let minted = 0; minted < MINTS; minted += 8) {
    const replies = Array.from({ length: 8 }, () => neighbours.instance.askToMint(key));
    for (const { status } of await Promise.all(replies)) statuses.add(status);
  }
  return statuses;
}

describe.each(KINDS)('a hostile %s', (kind) => {
  it.each(CONTENTS)(
    'with %s for answers costs its own merchant refusals, nobody anything, and no memory',
    async (_what, fault) => {
      const { key, emulator } = await neighbours.settle(kind);
      await neighbours.instance.mint(key);
      const before = await settledBytes();
      Object.assign(emulator.faults, fault);
      const [statuses] = await Promise.all([mintMany(key), neighbours.sell(honest, 5)]);
      for (const status of statuses) expect([502, 503]).toContain(status);
      expect((await settledBytes()) - before).toBeLessThan(GROWTH_BYTES_MAX);
      emulator.faults.clear();
      expect(neighbours.uncaught).toEqual([]);
    },
  );
});

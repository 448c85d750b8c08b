import { type EmulatedKind } from '../support/emulators/start-emulator.js';
import { type Neighbour, Neighbours } from '../support/neighbours.js';
import { settledBytes } from '../support/settled-heap.js';
import { flood } from '../support/stream-floods.js';

jest.setTimeout(120_000);

const KINDS: readonly EmulatedKind[] = ['lnd', 'cln', 'nwc', 'eclair', 'phoenixd'];
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

describe('a wallet that tells of payments without end', () => {
  it.each(KINDS)(
    '%s: is heard, costs bounded memory, and others are paid and settled as ever',
    async (kind) => {
      const hostile = await neighbours.settle(kind);
      const { paymentHash } = await neighbours.instance.mint(hostile.key);
      await neighbours.untilStreams([hostile.walletId]);
      const before = await settledBytes();
      const flooding = flood(hostile.emulator.itself);
      // Whoever waits for one payment has to be told of it.
      await hostile.node.pay(paymentHash);
      await neighbours.sell(honest, 10);
      while (flooding.told() < 20) await new Promise((resolve) => setTimeout(resolve, 50));
      await flooding.stop();
      expect((await settledBytes()) - before).toBeLessThan(GROWTH_BYTES_MAX);
      expect(neighbours.uncaught).toEqual([]);
      hostile.emulator.faults.hang = true;
      await hostile.emulator.stop();
    },
  );
});

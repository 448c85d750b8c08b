import { Emulator } from '../support/emulators/emulator.js';
import { type EmulatedKind } from '../support/emulators/start-emulator.js';
import { type Neighbour, Neighbours } from '../support/neighbours.js';

jest.setTimeout(120_000);

/** How many calls of one process may be in flight at a wallet. */
const KINDS: readonly (readonly [EmulatedKind, number])[] = [
  ['lnd', 8],
  ['cln', 8],
  ['eclair', 4],
  ['phoenixd', 4],
  ['nwc', 8],
];
const WAITING = 64;
const MINTS = 120;

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

describe('a wallet that says nothing, asked for far too much', () => {
  it.each(KINDS)(
    '%s: has no more than %i calls in flight, its merchant is refused, and nobody else',
    async (kind, inFlight) => {
      const hostile = await neighbours.settle(kind);
      const { emulator, key } = hostile;
      await neighbours.instance.mint(key);
      emulator.faults.hang = true;
      const calls = emulator.callCount();
      const mints = Array.from({ length: MINTS }, () => neighbours.instance.askToMint(key));
      await neighbours.sell(honest, 10);
      const answers = await Promise.all(mints);
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
      for (const { headers } of answers) expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      const refused = answers.filter(({ body }) => body['error'] === 'wallet_rate_limited');
      // What is neither in flight nor waits is refused at once.
      expect(refused.length).toBeGreaterThanOrEqual(MINTS - WAITING - inFlight);
      // Who neither has a slot nor waits for one makes no call.
      expect(emulator.callCount() - calls).toBeLessThanOrEqual(inFlight + WAITING);
      const { itself } = emulator;
      // The API and the worker each have so many calls in flight at most, and one of them a stream.
      if (itself instanceof Emulator) expect(itself.mostSockets).toBeLessThanOrEqual(2 * inFlight + 1);
      emulator.faults.clear();
    },
  );
});

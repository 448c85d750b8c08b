import { type Faults } from '../support/emulators/faults.js';
import { type FleetWallet, WalletFleet } from '../support/wallet-fleet.js';

const unhandled: unknown[] = [];
const note = (error: unknown): void => void unhandled.push(error);
let fleet: WalletFleet;

beforeAll(async () => {
  process.on('unhandledRejection', note);
  fleet = await WalletFleet.start();
});

afterAll(async () => {
  await fleet.stop();
  process.off('unhandledRejection', note);
});

afterEach(() => {
  expect(unhandled).toEqual([]);
});

/** What can come instead of an answer. */
const ROWS: readonly (readonly [string, Partial<Faults>])[] = [
  ['nothing that can be read', { garbage: true }],
  ['more than is read', { huge: true }],
  ['a byte now and then', { drip: true }],
  ['a cut connection', { reset: true }],
  ['silence', { hang: true }],
  ['an error of its server', { status: 500 }],
];

/** The word on each wallet's challenge, and the events about it. */
function standings(hashes: ReadonlyMap<string, string>): Promise<readonly (readonly unknown[])[]> {
  const standing = async ({ kind, key }: FleetWallet): Promise<readonly unknown[]> => {
    const paymentHash = hashes.get(kind) ?? '';
    const { settlement } = await fleet.instance.challenge(key, paymentHash);
    const events = await fleet.instance.eventsOf(paymentHash);
    return [kind, settlement, events.map(({ type }) => type).sort()];
  };
  return Promise.all(fleet.all().map(standing));
}

describe('the row "hostile relay or wallet content", at the look-up', () => {
  it.each(ROWS)(
    'every kind: %s neither settles nor expires anything, and what was paid settles once it is over',
    async (_what, fault) => {
      const offers = await fleet.mintAll();
      const hashes = new Map([...offers].map(([kind, { paymentHash }]) => [kind, paymentHash]));
      for (const { emulator, node, kind } of fleet.all()) {
        Object.assign(emulator.faults, fault);
        await node.pay(hashes.get(kind) ?? '');
      }
      await fleet.instance.rounds(1, 5);
      for (const [kind, word, events] of await standings(hashes)) {
        expect([kind, ['open', 'unknown'].includes(String(word)), events]).toEqual([
          kind,
          true,
          ['challenge.created'],
        ]);
      }
      await fleet.instance.rounds(1, 1_300);
      expect(await standings(hashes)).toEqual(
        fleet.kinds.map((kind) => [kind, 'unknown', ['challenge.created']]),
      );
      fleet.clearFaults();
      await fleet.instance.rounds(1, 3_700);
      // What was still on its way costs its connection one look more.
      await fleet.instance.rounds(1, 300);
      expect(await standings(hashes)).toEqual(
        fleet.kinds.map((kind) => [
          kind,
          'settled',
          ['challenge.created', 'challenge.paid', 'challenge.settled'],
        ]),
      );
    },
  );

  it('leaves the process as it was: every kind mints and settles in the next round', async () => {
    const offers = await fleet.mintAll();
    for (const { node, kind } of fleet.all()) await node.pay(offers.get(kind)?.paymentHash ?? '');
    await fleet.instance.rounds(1, 5);
    const hashes = new Map([...offers].map(([kind, { paymentHash }]) => [kind, paymentHash]));
    expect((await standings(hashes)).map(([kind, word]) => [kind, word])).toEqual(
      fleet.kinds.map((kind) => [kind, 'settled']),
    );
  });
});

import { HotPool } from '@turnpike/database';

import { ClnEmulator } from '../support/emulators/cln-emulator.js';
import { PhoenixdEmulator } from '../support/emulators/phoenixd-emulator.js';
import { type EmulatedKind } from '../support/emulators/start-emulator.js';
import { NwcWallet } from '../support/nostr/nwc-wallet.js';
import { type FleetWallet, WalletFleet } from '../support/wallet-fleet.js';

/** Whose wallets tell of payments on a stream; that of NWC goes over a relay. */
const STREAMING = ['lnd', 'cln', 'nwc', 'eclair', 'phoenixd'] as const satisfies readonly EmulatedKind[];
type Streaming = (typeof STREAMING)[number];
let fleet: WalletFleet;

beforeAll(async () => {
  fleet = await WalletFleet.startUnconnected(STREAMING);
});

afterAll(() => fleet.stop());

afterEach(() => {
  jest.restoreAllMocks();
  fleet.clearFaults();
  fleet.clock.advanceSeconds(4_000);
});

/** A merchant's wallet whose stream stands, and so many open challenges that were looked at. */
async function streaming(
  kind: Streaming,
  count: number,
): Promise<FleetWallet & { readonly hashes: string[] }> {
  const wallet = await fleet.newWallet(kind);
  const hashes: string[] = [];
  for (let i = 0; i < count; i += 1) hashes.push((await fleet.instance.mint(wallet.key)).paymentHash);
  await fleet.instance.takeStreams();
  const stands = async (): Promise<boolean> => {
    const { rowCount } = await fleet.instance.app.get(HotPool, { strict: false }).query({
      text: 'SELECT 1 FROM wallet_stream WHERE connection_id = $1 AND alive_until IS NOT NULL',
      values: [wallet.walletId],
    });
    return rowCount === 1;
  };
  while (!(await stands())) await new Promise((resolve) => setImmediate(resolve));
  await fleet.instance.round();
  expect(await wordsOf(wallet, hashes)).toEqual(hashes.map(() => 'open'));
  return { ...wallet, hashes };
}

function wordsOf({ key }: FleetWallet, hashes: readonly string[]): Promise<unknown[]> {
  return Promise.all(hashes.map(async (hash) => (await fleet.instance.challenge(key, hash))['settlement']));
}

/**
 * Makes rounds, three at a time, until all are settled. The clock stands still, so that nothing but the stream makes a
 * look-up due; what does may still hold a row when a round comes by, which leaves it to the next.
 */
async function settledByStream(wallet: FleetWallet, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) await fleet.untilDue(hash);
  do await Promise.all([fleet.instance.round(), fleet.instance.round(), fleet.instance.round()]);
  while ((await wordsOf(wallet, hashes)).some((word) => word !== 'settled'));
}

async function expectToldOnce(hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) {
    const types = (await fleet.instance.eventsOf(hash)).map(({ type }) => type);
    expect(types.sort()).toEqual(['challenge.created', 'challenge.paid', 'challenge.settled']);
  }
}

describe('the row "doubled, disordered or missed events; half-dead stream"', () => {
  it.each(STREAMING)(
    '%s: what is told out of order, twice and to several rounds settles once',
    async (kind) => {
      const wallet = await streaming(kind, 3);
      const [first = '', second = '', third = ''] = wallet.hashes;
      for (const hash of [second, first]) await wallet.node.pay(hash);
      for (const hash of [first, second]) await fleet.untilDue(hash);
      await Promise.all([fleet.instance.round(), fleet.instance.round(), fleet.instance.round()]);
      expect(await wordsOf(wallet, [first, second])).toEqual(['settled', 'settled']);
      // A stream that is opened again begins where the last one stood, or a little before.
      wallet.emulator.cut();
      await wallet.node.pay(third);
      await settledByStream(wallet, [third]);
      await fleet.instance.rounds(2, 60);
      await expectToldOnce(wallet.hashes);
    },
  );

  it.each(STREAMING)(
    '%s: what was paid while the stream was down is found when it stands again',
    async (kind) => {
      const wallet = await streaming(kind, 1);
      const [paymentHash = ''] = wallet.hashes;
      wallet.emulator.cut();
      await wallet.node.pay(paymentHash);
      await settledByStream(wallet, [paymentHash]);
      await expectToldOnce(wallet.hashes);
    },
  );

  it.each(STREAMING)(
    '%s: a stream that stands and is silent delays a payment, and loses none',
    async (kind) => {
      const wallet = await streaming(kind, 1);
      const [paymentHash = ''] = wallet.hashes;
      await PAID_IN_SILENCE[kind](wallet, paymentHash);
      await fleet.instance.round();
      expect(await wordsOf(wallet, [paymentHash])).toEqual(['open']);
      await fleet.instance.rounds(1, 15);
      expect(await wordsOf(wallet, [paymentHash])).toEqual(['settled']);
      await expectToldOnce(wallet.hashes);
    },
  );
});

/** Nothing is told of a payment that seems pending when it is made. */
async function paidUnseen({ emulator, node }: FleetWallet, paymentHash: string): Promise<void> {
  emulator.faults.pendingForever = true;
  await node.pay(paymentHash);
  if (emulator.itself instanceof PhoenixdEmulator) await emulator.itself.untilTold();
  emulator.faults.pendingForever = false;
}

const PAID_IN_SILENCE: Readonly<
  Record<Streaming, (wallet: FleetWallet, paymentHash: string) => Promise<void>>
> = {
  lnd: paidUnseen,
  eclair: paidUnseen,
  phoenixd: paidUnseen,
  nwc: async ({ node }, paymentHash) => {
    jest.spyOn(fleet.itself('nwc', NwcWallet), 'notify').mockResolvedValue();
    await node.pay(paymentHash);
  },
  cln: async ({ node }, paymentHash) => {
    const emulator = fleet.itself('cln', ClnEmulator);
    await emulator.untilPolling();
    emulator.book.removeAllListeners('paid');
    await node.pay(paymentHash);
  },
};

describe('the row "relay dropped"', () => {
  it('nwc: a mint and a look-up go on over the next socket, and the stream with them', async () => {
    const wallet = await streaming('nwc', 2);
    const [first = '', second = ''] = wallet.hashes;
    wallet.emulator.cut();
    const { paymentHash } = await fleet.instance.mint(wallet.key);
    for (const hash of [first, second, paymentHash]) await wallet.node.pay(hash);
    await settledByStream(wallet, [first, second, paymentHash]);
    await expectToldOnce([first, second, paymentHash]);
  });

  it('nwc: a call in flight may have been heard: the invoice is found again, and is the only one', async () => {
    const { key, node, emulator } = await fleet.newWallet('nwc');
    const before = node.all().length;
    emulator.faults.createdButNoAnswer = 1;
    const { paymentHash } = await fleet.instance.mint(key);
    expect(
      node
        .all()
        .slice(before)
        .map((one) => one.paymentHash),
    ).toEqual([paymentHash]);
  });
});

import { type EmulatedKind, EMULATED_KINDS } from '../support/emulators/start-emulator.js';
import { OpenNodeEmulator } from '../support/emulators/opennode-emulator.js';
import { PhoenixdEmulator } from '../support/emulators/phoenixd-emulator.js';
import { type FleetWallet, WalletFleet } from '../support/wallet-fleet.js';

const GRACE_SECONDS = 600;
let fleet: WalletFleet;

beforeAll(async () => {
  fleet = await WalletFleet.start();
});

afterAll(() => fleet.stop());

afterEach(() => {
  fleet.clearFaults();
  fleet.clock.advanceSeconds(3_700);
});

/** The word on a challenge, and the events that it has brought about. */
async function standing({ key }: FleetWallet, paymentHash: string) {
  const { settlement, status } = await fleet.instance.challenge(key, paymentHash);
  const events = await fleet.instance.eventsOf(paymentHash);
  const settled = events.filter(({ type }) => type === 'challenge.settled').map(({ data }) => data);
  return { settlement, status, settled, types: events.map(({ type }) => type).sort() };
}

/** Looks at it when its schedule says, until the word is another one or so many seconds are over. */
async function lookFor(seconds: number): Promise<void> {
  await fleet.instance.rounds(Math.ceil(seconds / 15), 15);
}

describe('the row "404 for our own invoice"', () => {
  it.each(EMULATED_KINDS)(
    '%s: is unknown and no more; it is looked for on, and settles when it is found',
    async (kind) => {
      const wallet = fleet.of(kind);
      const { emulator, node, key } = wallet;
      const { paymentHash } = await fleet.instance.mint(key);
      emulator.faults.notFoundFor = 3;
      await fleet.instance.rounds(2, 5);
      expect(await standing(wallet, paymentHash)).toMatchObject({
        settlement: EMPTY_IS_OPEN.includes(kind) ? 'open' : 'unknown',
        status: 'unpaid',
      });
      await node.pay(paymentHash);
      await lookFor(60);
      expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'settled', status: 'paid' });
    },
  );

  /** Strike has no list entry for what is unpaid, so that an empty one says that it is. */
  const EMPTY_IS_OPEN: readonly EmulatedKind[] = ['strike'];
});

describe('the row "PENDING, processing"', () => {
  it.each(EMULATED_KINDS)(
    '%s: a payment under way is neither paid nor expired, and is followed past the grace',
    async (kind) => {
      const wallet = fleet.of(kind);
      const { emulator, node, key } = wallet;
      const { paymentHash } = await fleet.instance.mint(key);
      emulator.faults.pendingForever = true;
      await node.pay(paymentHash);
      await fleet.instance.rounds(3, 5);
      expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'open', status: 'unpaid' });
      if (kind === 'cln') return;
      emulator.faults.pendingForever = false;
      await lookFor(30);
      expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'settled', status: 'paid' });
    },
  );

  const HAS_WORD: readonly EmulatedKind[] = ['strike', 'opennode', 'lnd', 'nwc', 'cashu'];
  it.each(HAS_WORD)(
    '%s: a payment that stays under way past the grace stays open, and settles however late',
    async (kind) => {
      const wallet = fleet.of(kind);
      const { emulator, node, key } = wallet;
      const { paymentHash } = await fleet.instance.mint(key);
      emulator.faults.pendingForever = true;
      await node.pay(paymentHash);
      await fleet.instance.rounds(4, 400);
      expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'open', settled: [] });
      emulator.faults.pendingForever = false;
      await fleet.instance.rounds(1, 901);
      // It was paid in time where the wallet says when; a mint does not.
      expect(await standing(wallet, paymentHash)).toMatchObject({
        settlement: 'settled',
        settled: [{ late: kind === 'cashu' }],
      });
    },
  );
});

describe('the row "paid late"', () => {
  it.each(EMULATED_KINDS)('%s: within the grace it is settled and marked late', async (kind) => {
    const wallet = fleet.of(kind);
    const { paymentHash } = await fleet.instance.mint(wallet.key);
    await fleet.instance.rounds(1, 5);
    fleet.clock.advanceSeconds(600);
    await fleet.instance.rounds(1, 5);
    expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'open' });
    await wallet.node.pay(paymentHash);
    await lookFor(75);
    const { settlement, settled, types } = await standing(wallet, paymentHash);
    expect({ settlement, settled }).toMatchObject({ settlement: 'settled', settled: [{ late: true }] });
    expect(types).toEqual(['challenge.created', 'challenge.paid', 'challenge.settled']);
  });

  it.each(EMULATED_KINDS)(
    '%s: after the grace, when it is called expired, it still settles once, late',
    async (kind) => {
      const wallet = fleet.of(kind);
      const { node, key } = wallet;
      const { paymentHash, macaroon } = await fleet.instance.mint(key);
      await fleet.instance.rounds(1, 5);
      await fleet.instance.rounds(2, 600 + GRACE_SECONDS);
      expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'expired', status: 'expired' });
      await node.pay(paymentHash);
      // The preimage that the payer shows is what makes us look again where nothing else would.
      await fleet.instance.verify(key, macaroon, node.find(paymentHash)?.preimage ?? '');
      await fleet.untilDue(paymentHash);
      await fleet.instance.round();
      const { settlement, settled, types } = await standing(wallet, paymentHash);
      expect({ settlement, settled }).toMatchObject({ settlement: 'settled', settled: [{ late: true }] });
      expect(types).toEqual([
        'challenge.created',
        'challenge.expired',
        'challenge.paid',
        'challenge.settled',
        'challenge.used',
      ]);
    },
  );

  const LOOKS_AGAIN: readonly EmulatedKind[] = ['strike', 'opennode', 'lnurl', 'cashu'];
  it.each(LOOKS_AGAIN)(
    '%s: after the grace it is looked at once more an hour later, and settles',
    async (kind) => {
      const wallet = fleet.of(kind);
      const { paymentHash } = await fleet.instance.mint(wallet.key);
      await fleet.instance.rounds(2, 605 + GRACE_SECONDS);
      await wallet.node.pay(paymentHash);
      await fleet.instance.rounds(1, 3_600);
      expect(await standing(wallet, paymentHash)).toMatchObject({
        settlement: 'settled',
        settled: [{ late: true }],
      });
    },
  );
});

/** Who says what has arrived; OpenNode says what was asked for, and LNURL nothing. */
const SAYS_AMOUNT: readonly EmulatedKind[] = ['strike', 'lnd', 'nwc', 'cln', 'eclair', 'phoenixd', 'cashu'];

describe('the row "paid too much"', () => {
  it.each(SAYS_AMOUNT)('%s: settled with what arrived, and marked overpaid', async (kind) => {
    const wallet = fleet.of(kind);
    const { paymentHash } = await fleet.instance.mint(wallet.key);
    await wallet.node.pay(paymentHash, 42_000n);
    await fleet.instance.rounds(2, 5);
    const settled = [{ receivedMsat: '42000', overpaid: true, late: false }];
    expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'settled', settled });
  });
});

describe('the row "underpaid"', () => {
  it.each(SAYS_AMOUNT)(
    '%s: stays open, with an alert, and is settled by nothing but the whole',
    async (kind) => {
      const wallet = fleet.of(kind);
      const { node, key } = wallet;
      const { paymentHash } = await fleet.instance.mint(key);
      await node.pay(paymentHash, 20_000n);
      await fleet.instance.rounds(3, 5);
      expect(await standing(wallet, paymentHash)).toMatchObject({
        settlement: 'open',
        status: 'unpaid',
        settled: [],
      });
      await fleet.instance.untilAlert(key, 'underpaid');
    },
  );

  it('opennode: what the chain brought short of it stays open, with an alert', async () => {
    const wallet = fleet.of('opennode');
    const openNode = fleet.itself('opennode', OpenNodeEmulator);
    const { paymentHash } = await fleet.instance.mint(wallet.key);
    await openNode.moveOnchain(openNode.chargeFor(paymentHash), 'underpaid');
    await fleet.instance.rounds(3, 5);
    expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'open', settled: [] });
    await fleet.instance.untilAlert(wallet.key, 'underpaid');
  });

  it('phoenixd: what it kept back for liquidity was paid', async () => {
    const wallet = fleet.of('phoenixd');
    const { paymentHash } = await fleet.instance.mint(wallet.key);
    fleet.itself('phoenixd', PhoenixdEmulator).liquidityFees.set(paymentHash, 7_500n);
    await wallet.node.pay(paymentHash);
    await fleet.instance.rounds(2, 5);
    const settled = [{ receivedMsat: '21000', overpaid: false }];
    expect(await standing(wallet, paymentHash)).toMatchObject({ settlement: 'settled', settled });
  });
});

import { BookNode } from '../support/emulators/book-node.js';
import { type Faults } from '../support/emulators/faults.js';
import { EMULATED_KINDS, startEmulator, type StartedEmulator } from '../support/emulators/start-emulator.js';
import { type FleetWallet, WalletFleet } from '../support/wallet-fleet.js';

let fleet: WalletFleet;
let secondNode: BookNode;
let second: StartedEmulator;

beforeAll(async () => {
  fleet = await WalletFleet.start();
  secondNode = new BookNode(() => fleet.clock.now());
  second = await startEmulator('phoenixd', secondNode);
});

afterAll(async () => {
  await fleet.stop();
  await second.stop();
});

afterEach(() => {
  fleet.clearFaults();
  fleet.clock.advanceSeconds(4_000);
});

/** A merchant whose primary wallet is of that kind, with a phoenixd to fall back on. */
async function withFallback(
  kind: FleetWallet['kind'],
): Promise<FleetWallet & { readonly fallbackId: string }> {
  const wallet = await fleet.newWallet(kind);
  const { id } = await fleet.instance.connect(wallet.key, second, 'fallback');
  return { ...wallet, fallbackId: String(id) };
}

/** Its invoice is the fallback's, which is told; and from then on only that wallet is asked about it. */
async function expectFellBack(wallet: Awaited<ReturnType<typeof withFallback>>): Promise<void> {
  const { key, fallbackId, emulator, kind } = wallet;
  const { paymentHash } = await fleet.instance.mint(key, `/${kind}`);
  expect(secondNode.find(paymentHash)).not.toBeNull();
  const told = await fleet.instance.walletEvents(fallbackId);
  expect(told.map(({ type }) => type)).toEqual(['wallet.fallback_used']);
  emulator.faults.clear();
  const [primaryCalls, fallbackCalls] = [emulator.callCount(), second.callCount()];
  await secondNode.pay(paymentHash);
  await fleet.instance.rounds(2, 5);
  expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({ settlement: 'settled' });
  expect(emulator.callCount()).toBe(primaryCalls);
  expect(second.callCount()).toBeGreaterThan(fallbackCalls);
}

const ROWS: readonly (readonly [string, Partial<Faults>])[] = [
  ['answers with errors of its own', { status: 503 }],
  ['allows no more calls', { rateLimited: true }],
  ['cuts connections', { reset: true }],
  ['refuses the credential', { revoked: true }],
];

describe.each(ROWS)('a primary wallet that %s', (_what, fault) => {
  it.each(EMULATED_KINDS)(
    '%s: the fallback makes the invoice, and it alone is asked about it',
    async (kind) => {
      const wallet = await withFallback(kind);
      Object.assign(wallet.emulator.faults, fault);
      await expectFellBack(wallet);
    },
  );
});

describe('a primary wallet that makes an invoice and does not answer', () => {
  /** The others are asked again, and find it. */
  const KINDS = ['strike', 'opennode', 'lnurl', 'cashu'] as const;

  it.each(KINDS)('%s: is left with it; the fallback makes the one that is handed out', async (kind) => {
    const wallet = await withFallback(kind);
    wallet.emulator.faults.createdButNoAnswer = 1;
    await expectFellBack(wallet);
  });
});

describe('a primary wallet that hangs', () => {
  it('every kind: leaves its successor the time to make the invoice', async () => {
    const wallets = await Promise.all(EMULATED_KINDS.map(withFallback));
    for (const { emulator } of wallets) emulator.faults.hang = true;
    const offers = await fleet.mintAll(wallets);
    for (const [kind, { paymentHash }] of offers)
      expect([kind, secondNode.find(paymentHash)]).not.toEqual([kind, null]);
  });
});

describe('a primary wallet that makes an invoice of no use', () => {
  it.each(EMULATED_KINDS)('%s: is not covered up by the fallback', async (kind) => {
    const { key, emulator, fallbackId } = await withFallback(kind);
    emulator.faults.spoil = 'wrong-amount';
    expect((await fleet.instance.askToMint(key)).status).toBe(502);
    expect(await fleet.instance.walletEvents(fallbackId)).toEqual([]);
  });
});

describe('a primary wallet that is gone', () => {
  it('every kind: the fallback makes the invoice', async () => {
    const wallets = await Promise.all(EMULATED_KINDS.map(withFallback));
    for (const { emulator } of wallets) await emulator.stop();
    for (const wallet of wallets) await expectFellBack(wallet);
  });
});

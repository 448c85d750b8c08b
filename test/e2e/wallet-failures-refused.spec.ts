import { JOBS } from '@turnpike/queues';

import { BookNode } from '../support/emulators/book-node.js';
import { ClnEmulator } from '../support/emulators/cln-emulator.js';
import { LndEmulator } from '../support/emulators/lnd-emulator.js';
import { type EmulatedKind, EMULATED_KINDS } from '../support/emulators/start-emulator.js';
import { makeNodeIdentity } from '../support/emulators/tls-identity.js';
import { type ClockedInstance } from '../support/clocked-instance.js';
import { WalletFleet } from '../support/wallet-fleet.js';

let fleet: WalletFleet;

beforeAll(async () => {
  fleet = await WalletFleet.startUnconnected();
});

afterAll(() => fleet.stop());

afterEach(() => {
  fleet.clearFaults();
  fleet.clock.advanceSeconds(4_000);
});

/** Minting is answered 503 and the wallet is shown as rejected, which is told once. */
async function expectRejected(at: ClockedInstance, key: string, walletId: string): Promise<void> {
  // What is noted about this call and the one before has an order by time alone.
  fleet.clock.advanceSeconds(1);
  const { status, body } = await at.askToMint(key);
  expect([status, body['error']]).toEqual([503, 'wallet_unavailable']);
  await at.untilHealth(key, 'rejected');
  for (let times = 0; times < 2; times += 1) await at.job(JOBS.walletHealth);
  expect((await at.walletEvents(walletId)).map(({ type }) => type)).toEqual(['wallet.rejected']);
}

describe('the row "credential revoked"', () => {
  /** An address is no credential, and a mint has none. */
  const KINDS = EMULATED_KINDS.filter((kind) => kind !== 'lnurl' && kind !== 'cashu');

  it.each(KINDS)(
    '%s: one call finds it out in each process, then it is left alone; told once',
    async (kind) => {
      const { key, walletId, emulator, node } = await fleet.newWallet(kind);
      const { paymentHash } = await fleet.instance.mint(key);
      emulator.faults.revoked = true;
      const before = emulator.callCount();
      await expectRejected(fleet.instance, key, walletId);
      for (let i = 0; i < 5; i += 1) {
        const { status, body, headers } = await fleet.instance.askToMint(key);
        expect([status, body['error']]).toEqual([503, 'wallet_unavailable']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
        await fleet.instance.rounds(1, 5);
      }
      expect(emulator.callCount() - before).toBe(2);

      // It is found again once it is good: a look-up first, and then whoever mints.
      emulator.faults.clear();
      await node.pay(paymentHash);
      fleet.clock.advanceSeconds(400);
      await fleet.instance.mint(key);
      await fleet.instance.round();
      expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({ settlement: 'settled' });
      await fleet.instance.untilHealth(key, 'ok');
      for (let times = 0; times < 2; times += 1) await fleet.instance.job(JOBS.walletHealth);
      expect((await fleet.instance.walletEvents(walletId)).map(({ type }) => type)).toEqual([
        'wallet.rejected',
        'wallet.recovered',
      ]);
    },
  );
});

describe('the row "certificate changed"', () => {
  const NODES = { lnd: LndEmulator, cln: ClnEmulator } as const;
  const ROWS = (['lnd', 'cln'] as const).flatMap((kind) =>
    (['fingerprint', 'pem'] as const).map((mode) => [kind, mode] as const),
  );

  it.each(ROWS)(
    '%s, pinned by %s: whoever listens there now gets no request; rejected, told once',
    async (kind, mode) => {
      const node = new BookNode(() => fleet.clock.now());
      const [own, other] = [await makeNodeIdentity(), await makeNodeIdentity()];
      const real = new NODES[kind](node, own);
      await real.start();
      const secret = real instanceof LndEmulator ? { macaroon: real.bake() } : { rune: real.allow() };
      const tls = { mode, value: mode === 'pem' ? own.cert : own.fingerprint };
      const key = await fleet.instance.newLiveKey();
      const credentials = { url: real.url, ...secret, tls };
      const { id } = await fleet.instance.connect(key, { kind, credentials });
      await fleet.instance.mint(key);
      const port = Number(new URL(real.url).port);
      await real.stop();
      const impostor = new NODES[kind](node, other);
      await impostor.start(port);
      try {
        await expectRejected(fleet.instance, key, String(id));
        await fleet.instance.rounds(3, 5);
        expect(impostor.calls).toEqual([]);
      } finally {
        await impostor.stop();
      }
    },
  );
});

describe('the row "address points inside"', () => {
  /** The others are called at addresses of the operator's choice. */
  const KINDS: readonly EmulatedKind[] = ['lnd', 'nwc', 'cln', 'eclair', 'phoenixd', 'lnurl', 'cashu'];
  let strict: ClockedInstance;

  beforeAll(async () => {
    strict = await fleet.instance.alike({ ADDRESS_ALLOW: '' });
  });

  afterAll(() => strict.stop());

  it.each(KINDS)('%s: is refused before anything is sent; rejected, told once', async (kind) => {
    const { key, walletId, emulator } = await fleet.newWallet(kind);
    const before = emulator.callCount();
    await expectRejected(strict, key, walletId);
    expect(emulator.callCount()).toBe(before);
  });

  it.each(KINDS)('%s: is not connected', async (kind) => {
    const key = await strict.newLiveKey();
    const emulator = fleet.emulatorOf(kind);
    const before = emulator.callCount();
    const wish = { kind, credentials: emulator.credentials, acceptSpendRisk: true };
    const { status, body } = await strict.call('POST', '/api/merchant/wallets', key, wish);
    expect([status, body['error']]).toEqual([400, 'address_refused']);
    expect(emulator.callCount()).toBe(before);
  });
});

import { type Spoil } from '../support/emulators/emulated-node.js';
import { EMULATED_KINDS, type EmulatedKind } from '../support/emulators/start-emulator.js';
import { WalletFleet } from '../support/wallet-fleet.js';

let fleet: WalletFleet;

beforeAll(async () => {
  fleet = await WalletFleet.start();
});

afterAll(() => fleet.stop());

afterEach(() => {
  fleet.clearFaults();
  // Past every pause that a failure has brought about.
  fleet.clock.advanceSeconds(600);
});

/** Everything that a merchant has on record, by payment hash. */
async function recorded(key: string): Promise<string[]> {
  const { body } = await fleet.instance.call('GET', '/api/l402/challenges?limit=200', key);
  return (body['challenges'] as { paymentHash: string }[]).map(({ paymentHash }) => paymentHash);
}

describe('the row "create timed out"', () => {
  const FINDS_IT_AGAIN: readonly EmulatedKind[] = ['lnd', 'cln', 'eclair', 'nwc', 'phoenixd'];

  it.each(FINDS_IT_AGAIN)(
    '%s: an invoice whose making was not answered is asked for again, and is the one handed out',
    async (kind) => {
      const { emulator, node, key } = fleet.of(kind);
      const before = node.all().length;
      emulator.faults.createdButNoAnswer = 1;
      const { paymentHash } = await fleet.instance.mint(key);
      expect(
        node
          .all()
          .slice(before)
          .map((one) => one.paymentHash),
      ).toEqual([paymentHash]);
      const { paymentHash: next } = await fleet.instance.mint(key);
      expect(next).not.toBe(paymentHash);
      expect((await recorded(key)).sort()).toEqual([paymentHash, next].sort());
    },
  );

  it.each(EMULATED_KINDS.filter((kind) => !FINDS_IT_AGAIN.includes(kind)))(
    '%s: an invoice whose making was not answered is left behind unseen; who asks again gets another',
    async (kind) => {
      const { emulator, node, key } = fleet.of(kind);
      const before = node.all().length;
      emulator.faults.createdButNoAnswer = 1;
      const { status, headers, body } = await fleet.instance.askToMint(key);
      expect([status, body['error']]).toEqual([503, 'wallet_unavailable']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      const { paymentHash } = await fleet.instance.mint(key);
      const [orphan, handedOut] = node.all().slice(before);
      expect(handedOut?.paymentHash).toBe(paymentHash);
      expect(await recorded(key)).toEqual([paymentHash]);
      await node.pay(orphan?.paymentHash ?? '');
      await fleet.instance.rounds(2, 5);
      expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({ settlement: 'open' });
    },
  );

  it('every kind: a wallet that hangs is answered for with 503, and nothing is on record', async () => {
    const before = await Promise.all(fleet.all().map(({ key }) => recorded(key)));
    for (const { emulator } of fleet.all()) emulator.faults.hang = true;
    const asked = fleet.all().map(async ({ kind, key }) => {
      const { status, body, headers } = await fleet.instance.askToMint(key);
      return [kind, status, body['error'], headers.has('retry-after')];
    });
    expect(await Promise.all(asked)).toEqual(
      EMULATED_KINDS.map((kind) => [kind, 503, 'wallet_unavailable', true]),
    );
    expect(await Promise.all(fleet.all().map(({ key }) => recorded(key)))).toEqual(before);
    fleet.clearFaults();
    fleet.clock.advanceSeconds(600);
    expect((await fleet.mintAll()).size).toBe(EMULATED_KINDS.length);
  });
});

describe('the row "invoice fails 1.4"', () => {
  /** Who says beside the invoice what its hash is, or was told our preimage. */
  const KNOWS_HASH: readonly EmulatedKind[] = ['strike', 'lnd', 'nwc', 'cln', 'eclair', 'phoenixd'];
  /** Whose node was pinned when it was connected. */
  const PINNED: readonly EmulatedKind[] = ['lnd', 'cln', 'eclair', 'phoenixd'];
  const ROWS: readonly (readonly [Spoil, readonly EmulatedKind[]])[] = [
    ['garbage', EMULATED_KINDS],
    ['wrong-amount', EMULATED_KINDS],
    ['amountless', EMULATED_KINDS],
    ['wrong-network', EMULATED_KINDS],
    ['expired', EMULATED_KINDS],
    ['wrong-hash', KNOWS_HASH],
    ['wrong-payee', PINNED],
  ];

  describe.each(ROWS)('because it is %s', (spoil, kinds) => {
    it.each(kinds)('%s: 502, no macaroon, nothing on record, an alert', async (kind) => {
      const { key, emulator } = await fleet.newWallet(kind);
      emulator.faults.spoil = spoil;
      const { status, body } = await fleet.instance.askToMint(key);
      expect([status, body['error']]).toEqual([502, 'wallet_invalid_invoice']);
      expect(body).not.toHaveProperty('macaroon');
      expect(await recorded(key)).toEqual([]);
      await fleet.instance.untilAlert(key, spoil === 'wrong-payee' ? 'new_payee' : 'invalid_invoice');
      expect((await fleet.instance.wallets(key)).wallets).toMatchObject([{ health: 'ok' }]);
    });
  });
});

describe('the row "our clock off"', () => {
  it.each(EMULATED_KINDS)(
    '%s: an invoice from more than ten minutes away is refused, with an alert',
    async (kind) => {
      const { key } = await fleet.newWallet(kind);
      for (const seconds of [601, -601]) {
        fleet.skewSeconds = seconds;
        const { status, body } = await fleet.instance.askToMint(key);
        expect([seconds, status, body['error']]).toEqual([seconds, 502, 'wallet_invalid_invoice']);
      }
      await fleet.instance.untilAlert(key, 'clock');
      expect(await recorded(key)).toEqual([]);
      for (const seconds of [590, -400]) {
        fleet.skewSeconds = seconds;
        expect((await fleet.instance.askToMint(key)).status).toBe(200);
      }
    },
  );
});

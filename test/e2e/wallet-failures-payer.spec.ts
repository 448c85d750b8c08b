import { randomBytes, randomUUID } from 'node:crypto';

import { StrikeEmulator } from '../support/emulators/strike-emulator.js';
import { type EmulatedKind, EMULATED_KINDS } from '../support/emulators/start-emulator.js';
import { WalletFleet } from '../support/wallet-fleet.js';

let fleet: WalletFleet;

beforeAll(async () => {
  fleet = await WalletFleet.start();
});

afterAll(() => fleet.stop());

afterEach(() => {
  fleet.clearFaults();
  fleet.clock.advanceSeconds(3_700);
});

async function setPolicy(key: string, settlementPolicy: 'preimage' | 'settled'): Promise<void> {
  const { status } = await fleet.instance.call('PATCH', '/api/merchant/settings', key, { settlementPolicy });
  expect(status).toBe(200);
}

describe('the row "wallet’s preimage missing or wrong"', () => {
  const TELLS_PREIMAGE: readonly EmulatedKind[] = ['strike', 'lnd', 'nwc', 'cln', 'phoenixd', 'lnurl'];
  const WHATS = [
    ['another', randomBytes(32).toString('hex')],
    ['no', ''],
  ] as const;
  const ROWS = TELLS_PREIMAGE.flatMap((kind) => WHATS.map(([what, told]) => [kind, what, told] as const));

  it.each(ROWS)(
    '%s: with %s preimage beside it the payment settles all the same',
    async (kind, _what, told) => {
      const { key, node } = await fleet.newWallet(kind);
      const { paymentHash, macaroon } = await fleet.instance.mint(key);
      const right = node.find(paymentHash)?.preimage ?? '';
      node.tellPreimage(paymentHash, told);
      await node.pay(paymentHash);
      await fleet.instance.rounds(2, 5);
      expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({
        settlement: 'settled',
        status: 'paid',
      });
      if (told !== '')
        expect(await fleet.instance.verify(key, macaroon, told)).toMatchObject({
          valid: false,
          reason: 'invalid_preimage',
        });
      expect(await fleet.instance.verify(key, macaroon, right)).toMatchObject({ valid: true });
    },
  );
});

describe('the row "payer’s preimage valid, wallet says unpaid"', () => {
  it.each(EMULATED_KINDS)(
    '%s: the policy "preimage" lets in; after the grace there is an alert',
    async (kind) => {
      const { key, node } = await fleet.newWallet(kind);
      const { paymentHash, macaroon } = await fleet.instance.mint(key);
      const preimage = node.find(paymentHash)?.preimage ?? '';
      await fleet.instance.rounds(1, 5);
      expect(await fleet.instance.verify(key, macaroon, preimage)).toMatchObject({ valid: true });
      expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({
        status: 'paid',
        settlement: 'open',
      });
      expect((await fleet.instance.wallets(key)).matters).toEqual([]);
      const shown = () => fleet.instance.challenge(key, paymentHash);
      fleet.clock.advanceSeconds(1_300);
      await fleet.instance.roundsUntil(async () => (await shown())['settlement'] === 'expired');
      expect(await shown()).toMatchObject({ status: 'paid' });
      await fleet.instance.untilAlert(key, 'settlement_conflict');
      expect(await fleet.instance.verify(key, macaroon, preimage)).toMatchObject({ valid: true });
    },
  );

  it.each(EMULATED_KINDS)('%s: the policy "settled" refuses, before the grace and after it', async (kind) => {
    const { key, node } = await fleet.newWallet(kind);
    await setPolicy(key, 'settled');
    const { paymentHash, macaroon } = await fleet.instance.mint(key);
    const preimage = node.find(paymentHash)?.preimage ?? '';
    const verdict = () => fleet.instance.verify(key, macaroon, preimage);
    expect(await verdict()).toMatchObject({ valid: false, reason: 'settlement_unknown' });
    fleet.clock.advanceSeconds(5);
    await fleet.instance.roundsUntil(async () => (await verdict())['reason'] === 'not_settled');
    fleet.clock.advanceSeconds(1_300);
    const word = async () => (await fleet.instance.challenge(key, paymentHash))['settlement'];
    await fleet.instance.roundsUntil(async () => (await word()) === 'expired');
    expect(await verdict()).toMatchObject({ valid: false, reason: 'not_settled' });
    await node.pay(paymentHash);
    // An ended watch begins again no sooner than a minute later.
    fleet.clock.advanceSeconds(61);
    expect(await verdict()).toMatchObject({ valid: false, reason: 'not_settled' });
    await fleet.untilDue(paymentHash);
    await fleet.instance.roundsUntil(async () => (await verdict())['valid'] === true);
  });
});

describe('the row "Strike P2P payer"', () => {
  it('what one account at Strike paid to another settles, and is called internal', async () => {
    const { key } = fleet.of('strike');
    const { books } = fleet.itself('strike', StrikeEmulator);
    const { paymentHash } = await fleet.instance.mint(key);
    const { id = '' } = books.requestOf(paymentHash) ?? {};
    books.hideLightning(id);
    const now = fleet.clock.now().toISOString();
    const amount = { amount: '0.00000021', currency: 'BTC' };
    const receive = {
      receiveId: randomUUID(),
      receiveRequestId: id,
      type: 'P2P',
      amountReceived: amount,
    } as const;
    books.add({ ...receive, state: 'PENDING', created: now });
    await fleet.instance.rounds(1, 5);
    expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({ settlement: 'open' });
    books.add({ ...receive, state: 'COMPLETED', created: now, completed: now });
    await fleet.instance.rounds(1, 5);
    expect(await fleet.instance.challenge(key, paymentHash)).toMatchObject({ settlement: 'settled' });
    const events = await fleet.instance.eventsOf(paymentHash);
    expect(events.find(({ type }) => type === 'challenge.settled')?.data).toMatchObject({
      via: 'internal',
      receivedMsat: '21000',
    });
  });
});

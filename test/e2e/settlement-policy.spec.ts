import { ChallengeWatches } from '@turnpike/challenges';
import { QueueProducer } from '@turnpike/queues';
import { SandboxFaults } from '@turnpike/wallets';

import { after, SandboxShop } from '../support/sandbox-shop.js';
import { SettlementDesk } from '../support/settlement-desk.js';

let shop: SandboxShop;
let desk: SettlementDesk;

beforeAll(async () => {
  shop = await SandboxShop.open();
  desk = new SettlementDesk(shop);
});

afterAll(() => shop.close());

beforeEach(async () => {
  shop.at(0);
  await shop.set({ settlementPolicy: 'settled' });
});

/** The plain call, the named and the reserving one: two lanes, one rule. */
const CALLS = [{}, { requestId: 'a' }, { requestId: 'b', reserve: true }];

describe('the policy "preimage"', () => {
  it.each(['open', 'expired', 'unknown', 'settled'] as const)(
    'takes the preimage as proof, whatever the wallet says: %s',
    async (word) => {
      await shop.set({ settlementPolicy: 'preimage' });
      const offer = await shop.paid();
      await desk.say(offer.paymentHash, word);
      for (const call of CALLS) expect(await shop.verify(offer, call)).toMatchObject({ valid: true });
      expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'paid', settlement: word });
    },
  );
});

describe('the policy "settled"', () => {
  it('wants a word on record: with none, nobody knows', async () => {
    const offer = await shop.paid();
    for (const call of CALLS) {
      expect(await shop.verify(offer, call)).toMatchObject({
        valid: false,
        reason: 'settlement_unknown',
        error: 'Payment state unknown',
      });
    }
    expect(await shop.shown(offer.paymentHash)).toMatchObject({
      status: 'unpaid',
      settlement: 'open',
      uses: 0,
    });
  });

  it.each([
    ['open', 'not_settled', 'Payment not settled yet'],
    ['expired', 'not_settled', 'Payment not settled yet'],
    ['unknown', 'settlement_unknown', 'Payment state unknown'],
  ] as const)('refuses while the word is %s, and admits once it is settled', async (word, reason, error) => {
    const offer = await shop.paid({ maxUses: 3 });
    await desk.say(offer.paymentHash, word);
    for (const call of CALLS)
      expect(await shop.verify(offer, call)).toMatchObject({ valid: false, reason, error });
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 0, paidAt: null, settlement: word });
    await desk.say(offer.paymentHash, 'settled');
    for (const call of CALLS) expect(await shop.verify(offer, call)).toMatchObject({ valid: true });
  });

  it('still wants a preimage, a signature and an unexpired token', async () => {
    const offer = await shop.minted();
    await desk.say(offer.paymentHash, 'settled');
    expect((await shop.verify({ ...offer, preimage: '00'.repeat(32) })).reason).toBe('invalid_preimage');
    expect((await shop.verify({ preimage: '00'.repeat(32) })).reason).toBe('unknown_challenge');
  });

  it('is not gone back on: what was settled stays so, whatever a wallet says later', async () => {
    const offer = await shop.paid();
    await desk.say(offer.paymentHash, 'settled');
    for (const word of ['open', 'expired', 'unknown'] as const) await desk.say(offer.paymentHash, word);
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
    expect((await shop.shown(offer.paymentHash))['settlement']).toBe('settled');
  });

  it('holds for a repeated call too, if it was switched on meanwhile', async () => {
    await shop.set({ settlementPolicy: 'preimage' });
    const offer = await shop.paid();
    expect(await shop.verify(offer, { requestId: 'a' })).toMatchObject({ valid: true });
    await shop.set({ settlementPolicy: 'settled' });
    expect((await shop.verify(offer, { requestId: 'a' })).reason).toBe('settlement_unknown');
  });

  it('is set for one mode and merchant', async () => {
    const stranger = await shop.api.newMerchant();
    const offer = await shop.paid({}, {}, stranger.testKey);
    expect(await shop.verify(offer, {}, stranger.testKey)).toMatchObject({ valid: true });
  });
});

describe('the wallet’s word, looked up by the worker', () => {
  it('settles what the sandbox was told to pay', async () => {
    const offer = await shop.paid();
    shop.at(2);
    await desk.look();
    // When it was paid is the wallet's to say, not when we learned of it.
    expect(await shop.shown(offer.paymentHash)).toMatchObject({
      status: 'paid',
      settlement: 'settled',
      paidAt: after(0),
      uses: 0,
    });
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
    const told = `outbox WHERE data ->> 'paymentHash' = $1 AND type IN ('challenge.paid', 'challenge.settled')`;
    expect(await shop.count(told, [offer.paymentHash])).toBe(2);
  });

  it('comes after the delay that the sandbox was told', async () => {
    const offer = await shop.paid({}, { settleDelaySeconds: 30 });
    shop.at(2);
    await desk.look();
    expect((await shop.verify(offer)).reason).toBe('not_settled');
    shop.at(32);
    await desk.look();
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
  });

  it('stays unknown where the sandbox was told so', async () => {
    const offer = await shop.paid({}, { outcome: 'unknown' });
    shop.at(2);
    await desk.look();
    expect((await shop.verify(offer)).reason).toBe('settlement_unknown');
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'unpaid', settlement: 'unknown' });
  });

  it('says that an unpaid invoice is open, then expired after the grace', async () => {
    const { paymentHash } = await shop.minted();
    shop.at(2);
    await desk.look();
    expect(await shop.shown(paymentHash)).toMatchObject({ status: 'unpaid', settlement: 'open' });
    for (const seconds of [601, 1201]) {
      shop.at(seconds);
      await desk.look();
    }
    expect(await shop.shown(paymentHash)).toMatchObject({ status: 'expired', settlement: 'expired' });
  });
});

describe('a refusal for want of the wallet’s word', () => {
  /** What is passed on about one challenge from now on; earlier tests may have hints under way. */
  function hintsAbout(paymentHash: string) {
    const spy = jest.spyOn(shop.api.app.get(ChallengeWatches, { strict: false }), 'makeDue');
    const calls = () => spy.mock.calls.filter(([challenge]) => challenge.paymentHash === paymentHash);
    const done = () => Promise.all(spy.mock.results.map(({ value }) => value as Promise<void>));
    return { calls, done, end: () => spy.mockRestore() };
  }

  it('has the challenge looked at now, and the worker nudged', async () => {
    const { invoice, macaroon, paymentHash } = await shop.minted();
    // The payment gives a hint of its own, which nobody waits for: it must not come after the look.
    const paying = hintsAbout(paymentHash);
    const { body } = await shop.pay(invoice, { settleDelaySeconds: 60 });
    await paying.done();
    paying.end();
    shop.at(2);
    await desk.look();
    const watched = `challenge_watch w JOIN challenge c ON c.key = w.key
      WHERE c.payment_hash = decode($1, 'hex') AND w.next_look_up_at <= $2`;
    const isDue = () => shop.count(watched, [paymentHash, shop.api.clock.now()]);
    expect(await isDue()).toBe(0);
    const hints = hintsAbout(paymentHash);
    const nudged = jest.spyOn(shop.api.app.get(QueueProducer, { strict: false }), 'nudgeLookUps');
    expect((await shop.verify({ macaroon, preimage: body['preimage'] })).reason).toBe('not_settled');
    expect(hints.calls()).toEqual([[{ ...shop.tenant, paymentHash }, shop.api.clock.now()]]);
    await hints.done();
    expect(await isDue()).toBe(1);
    expect(nudged).toHaveBeenCalled();
    hints.end();
    nudged.mockRestore();
  });

  it('has a challenge looked at again whose watch has ended, so that who paid late is admitted', async () => {
    const faults = shop.api.app.get(SandboxFaults, { strict: false });
    const offer = await shop.paid();
    faults.lookUp = async (answer) =>
      new Map([...(await answer()).keys()].map((hash) => [hash, { is: 'expired' }]));
    shop.at(1201);
    await desk.look();
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'expired', settlement: 'expired' });
    faults.clear();
    shop.at(1300);
    const hints = hintsAbout(offer.paymentHash);
    expect((await shop.verify(offer)).reason).toBe('not_settled');
    await hints.done();
    hints.end();
    await desk.look();
    expect(await shop.verify(offer)).toMatchObject({ valid: true });
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'paid', settlement: 'settled' });
  });

  it('is not made by a refusal of any other kind', async () => {
    const offer = await shop.paid();
    const hints = hintsAbout(offer.paymentHash);
    await shop.verify(offer, { resource: '/x' });
    await shop.revoke(offer.paymentHash);
    await shop.verify(offer);
    expect(hints.calls()).toEqual([]);
    hints.end();
  });
});

import { type HttpReply } from '../support/listening-api.js';
import { type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

const isReplay = (reply: HttpReply) => reply.headers.get('x-idempotency-replayed') === 'true';
const ask = ({ macaroon, preimage }: PaidOffer, more: object = {}) =>
  shop.verifyReply({ macaroon, preimage, ...more });
const usesOf = async ({ paymentHash }: PaidOffer) => (await shop.shown(paymentHash))['uses'];
const release = (useId: unknown) => shop.post(`/api/l402/uses/${String(useId)}/release`);

describe('maxUses', () => {
  it('counts down to none, with a name for every use', async () => {
    const offer = await shop.paid({ maxUses: 3 });
    const ids = new Set<string | null>();
    for (const usesRemaining of [2, 1, 0]) {
      const verdict = await shop.verify(offer);
      expect(verdict).toMatchObject({ valid: true, usesRemaining, useId: expect.stringMatching(/^use_/) });
      ids.add(verdict.useId);
    }
    expect(ids.size).toBe(3);
    expect((await shop.verify(offer)).reason).toBe('used_up');
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 3, maxUses: 3 });
  });

  it('admits one of many at once', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => shop.verify(offer)));
    expect(verdicts.filter(({ valid }) => valid)).toHaveLength(1);
    expect(new Set(verdicts.map(({ reason }) => reason))).toEqual(new Set([null, 'used_up']));
    expect(await usesOf(offer)).toBe(1);
  });

  it('takes no use for a call that is refused for another reason', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    for (const context of [{ resource: '/x' }, { amountSats: 1 }, { minAmountSats: 6, requestId: 'a' }]) {
      expect(await shop.verify(offer, context)).toMatchObject({
        valid: false,
        useId: null,
        usesRemaining: null,
      });
    }
    expect(await shop.verify(offer)).toMatchObject({ valid: true, usesRemaining: 0 });
  });
});

describe('requestId', () => {
  it('repeats the answer without a second use, marked, with the uses that remain by now', async () => {
    const offer = await shop.paid({ maxUses: 3 });
    const first = await ask(offer, { requestId: 'a' });
    expect(first.body).toMatchObject({ valid: true, usesRemaining: 2, useId: expect.any(String) });
    expect(isReplay(first)).toBe(false);
    await shop.verify(offer, { requestId: 'b' });
    const again = await ask(offer, { requestId: 'a' });
    expect(isReplay(again)).toBe(true);
    expect(again.body).toEqual({ ...first.body, usesRemaining: 1 });
    expect(await usesOf(offer)).toBe(2);
  });

  it('makes one use of simultaneous repeats', async () => {
    const offer = await shop.paid();
    const replies = await Promise.all(Array.from({ length: 10 }, () => ask(offer, { requestId: 'same' })));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(isReplay)).toHaveLength(9);
    expect(await usesOf(offer)).toBe(1);
  });

  it('admits one of two simultaneous calls that differ', async () => {
    const offer = await shop.paid({ maxUses: 9 });
    const calls = [{ resource: '/r' }, { minAmountSats: 1 }];
    const verdicts = await Promise.all(calls.map((call) => shop.verify(offer, { ...call, requestId: 'a' })));
    expect(verdicts.map(({ reason }) => reason).sort()).toEqual(['request_id_reused', null].sort());
    expect(await usesOf(offer)).toBe(1);
  });

  it('names a use of an unlimited challenge too', async () => {
    const offer = await shop.paid();
    const verdict = await shop.verify(offer, { requestId: 'a' });
    expect(verdict).toMatchObject({ useId: expect.stringMatching(/^use_/), usesRemaining: null });
    expect(await shop.verify(offer)).toMatchObject({ valid: true, useId: null });
  });

  it('answers its repeat though all uses are used up', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    const first = await ask(offer, { requestId: 'a' });
    expect((await ask(offer, { requestId: 'a' })).text).toBe(first.text);
    expect((await shop.verify(offer, { requestId: 'b' })).reason).toBe('used_up');
  });

  it('is one for each challenge, of 128 characters at most', async () => {
    const [one, two] = [await shop.paid({ maxUses: 2 }), await shop.paid({ maxUses: 2 })];
    const requestId = '😀'.repeat(128);
    expect(await shop.verify(one, { requestId })).toMatchObject({ usesRemaining: 1 });
    expect(isReplay(await ask(two, { requestId }))).toBe(false);
    expect((await ask(one, { requestId: `${requestId}x` })).status).toBe(400);
    expect((await ask(one, { requestId: '' })).status).toBe(400);
  });

  const CONTEXT = {
    resource: '/r',
    amountSats: 5,
    minAmountSats: 4,
    method: 'GET',
    bodySha256: 'ab'.repeat(32),
  };

  it.each(Object.entries({ minAmountSats: 3, method: 'PUT', bodySha256: 'cd'.repeat(32) }))(
    'belongs to the context it was first sent with: another %s is refused',
    async (member, other) => {
      const offer = await shop.paid({ maxUses: 9 });
      await shop.verify(offer, { ...CONTEXT, requestId: 'a' });
      expect((await shop.verify(offer, { ...CONTEXT, [member]: other, requestId: 'a' })).reason).toBe(
        'request_id_reused',
      );
      expect(isReplay(await ask(offer, { ...CONTEXT, requestId: 'a' }))).toBe(true);
      expect(await usesOf(offer)).toBe(1);
    },
  );

  it.each(Object.keys(CONTEXT))(
    'belongs to its absences: %s left out, or added, is refused',
    async (member) => {
      const offer = await shop.paid({ maxUses: 9 });
      const without = { ...CONTEXT, [member]: null };
      await shop.verify(offer, { ...CONTEXT, requestId: 'full' });
      expect((await shop.verify(offer, { ...without, requestId: 'full' })).reason).toBe('request_id_reused');
      await shop.verify(offer, { ...without, requestId: 'less' });
      expect((await shop.verify(offer, { ...CONTEXT, requestId: 'less' })).reason).toBe('request_id_reused');
      expect(await usesOf(offer)).toBe(2);
    },
  );

  it('takes null for absent, and hex in either case for the same', async () => {
    const offer = await shop.paid();
    await shop.verify(offer, { requestId: 'a', bodySha256: 'ab'.repeat(32) });
    const same = { requestId: 'a', bodySha256: 'AB'.repeat(32), resource: null, reserve: null };
    expect(isReplay(await ask(offer, same))).toBe(true);
  });

  it('is free for any call while nothing was admitted under it', async () => {
    const offer = await shop.paid();
    expect((await shop.verify(offer, { requestId: 'a', resource: '/x' })).reason).toBe('wrong_resource');
    expect(await shop.verify(offer, { requestId: 'a', resource: '/r' })).toMatchObject({ valid: true });
  });

  it('does not get past the other checks when it is repeated', async () => {
    const offer = await shop.paid({ tokenValiditySeconds: 300 });
    await shop.verify(offer, { requestId: 'a' });
    shop.at(300);
    expect((await shop.verify(offer, { requestId: 'a' })).reason).toBe('expired');
    shop.at(0);
    await shop.revoke(offer.paymentHash);
    expect((await shop.verify(offer, { requestId: 'a' })).reason).toBe('revoked');
  });
});

describe('reserve', () => {
  it('takes a use off those that remain, and leaves it undecided', async () => {
    const offer = await shop.paid({ maxUses: 2 });
    const verdict = await shop.verify(offer, { reserve: true });
    expect(verdict).toMatchObject({ valid: true, usesRemaining: 1, useId: expect.any(String) });
    expect(await usesOf(offer)).toBe(1);
    const { body } = await shop.get(`/api/l402/challenges/${offer.paymentHash}/uses`);
    expect(body['uses']).toMatchObject([{ useId: verdict.useId, state: 'reserved', decidedAt: null }]);
  });

  it('false or null commits at once', async () => {
    const offer = await shop.paid({ maxUses: 2 });
    for (const reserve of [false, null]) await shop.verify(offer, { reserve });
    const { body } = await shop.get(`/api/l402/challenges/${offer.paymentHash}/uses`);
    expect(body['uses']).toMatchObject([{ state: 'committed' }, { state: 'committed' }]);
  });

  it('says that uses are reserved only while one may come back', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    await shop.verify(offer, { reserve: true });
    for (const more of [{}, { requestId: 'a' }, { reserve: true }]) {
      expect((await shop.verify(offer, more)).reason).toBe('uses_reserved');
    }
    shop.at(120);
    for (const more of [{}, { requestId: 'a' }, { reserve: true }]) {
      expect((await shop.verify(offer, more)).reason).toBe('used_up');
    }
    shop.at(0);
  });

  it('is learned of by repeating its requestId, then released, and taken again by the same', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    const call = { requestId: 'a', reserve: true };
    const { useId } = await shop.verify(offer, call);
    expect((await ask(offer, call)).body).toMatchObject({ useId, usesRemaining: 0 });
    expect((await release(useId)).body).toEqual({ useId, state: 'released', usesRemaining: 1 });
    const retaken = await ask(offer, call);
    expect(isReplay(retaken)).toBe(false);
    expect(retaken.body).toMatchObject({ useId, usesRemaining: 0 });
    expect((await release(useId)).body).toMatchObject({ state: 'released' });
    expect(await shop.verify(offer, { requestId: 'a' })).toMatchObject({ useId, usesRemaining: 0 });
    expect((await release(useId)).body).toMatchObject({ error: 'use_state_conflict', state: 'committed' });
  });

  it('repeated without reserve is the same use, reserved as before', async () => {
    const offer = await shop.paid({ maxUses: 2 });
    const { useId } = await shop.verify(offer, { requestId: 'a', reserve: true });
    const again = await ask(offer, { requestId: 'a' });
    expect([isReplay(again), again.body['useId'], again.body['usesRemaining']]).toEqual([true, useId, 1]);
    expect((await release(useId)).body).toMatchObject({ state: 'released', usesRemaining: 2 });
  });
});

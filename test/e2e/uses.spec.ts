import { ReservationSweep } from '@turnpike/challenges';

import { type HttpReply } from '../support/listening-api.js';
import { after, type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

const commit = (useId: unknown) => shop.post(`/api/l402/uses/${String(useId)}/commit`);
const release = (useId: unknown) => shop.post(`/api/l402/uses/${String(useId)}/release`);
const reserved = async (offer: PaidOffer) => (await shop.verify(offer, { reserve: true })).useId;

function expectConflict(reply: HttpReply, state: string): void {
  expect(reply.status).toBe(409);
  expect(reply.body).toMatchObject({ error: 'use_state_conflict', state });
}

async function listed(offer: PaidOffer, query = ''): Promise<Record<string, unknown>> {
  const { status, body } = await shop.get(`/api/l402/challenges/${offer.paymentHash}/uses${query}`);
  expect(status).toBe(200);
  return body;
}

describe('POST /api/l402/uses/{useId}/commit: 200', () => {
  it('makes the use final, with what remains', async () => {
    const offer = await shop.paid({ maxUses: 2 });
    const useId = await reserved(offer);
    const first = await commit(useId);
    expect([first.status, first.body]).toEqual([200, { useId, state: 'committed', usesRemaining: 1 }]);
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 1 });
    await shop.verify(offer);
    expect((await commit(useId)).body).toEqual({ useId, state: 'committed', usesRemaining: 0 });
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 2 });
  });

  it('is the answer for a use that verify committed itself', async () => {
    const { useId } = await shop.verify(await shop.paid({ maxUses: 1 }));
    expect((await commit(useId)).body).toEqual({ useId, state: 'committed', usesRemaining: 0 });
  });

  it('has no number to give for an unlimited challenge', async () => {
    const useId = await reserved(await shop.paid());
    expect((await commit(useId)).body).toEqual({ useId, state: 'committed', usesRemaining: null });
  });
});

describe('POST /api/l402/uses/{useId}/release: 200', () => {
  it('gives the use back, and it can be sold again', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    const useId = await reserved(offer);
    const first = await release(useId);
    expect([first.status, first.body]).toEqual([200, { useId, state: 'released', usesRemaining: 1 }]);
    expect((await release(useId)).text).toBe(first.text);
    expect(await shop.verify(offer)).toMatchObject({ valid: true, usesRemaining: 0 });
    expect((await release(useId)).body).toEqual({ useId, state: 'released', usesRemaining: 0 });
  });

  it('is told once, with what it was for; a commit is not', async () => {
    const offer = await shop.paid();
    const { useId } = await shop.verify(offer, { reserve: true, requestId: 'order 7' });
    for (let n = 0; n < 2; n += 1) await release(useId);
    await commit(await reserved(offer));
    const { body } = await shop.get('/api/merchant/events?type=use.released&limit=1');
    expect(body['events']).toMatchObject([
      { data: { useId, requestId: 'order 7', paymentHash: offer.paymentHash, resource: '/r' } },
    ]);
    const told = `outbox WHERE type = 'use.released' AND data ->> 'paymentHash' = $1`;
    expect(await shop.count(told, [offer.paymentHash])).toBe(1);
  });

  it('leaves the challenge paid, as a call was admitted', async () => {
    const offer = await shop.paid();
    await release(await reserved(offer));
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'paid', uses: 0 });
  });
});

describe('POST /api/l402/uses/{useId}/…: 409', () => {
  it('says the state that the use has, and changes nothing', async () => {
    const offer = await shop.paid({ maxUses: 2 });
    const [kept, given] = [await reserved(offer), await reserved(offer)];
    await commit(kept);
    await release(given);
    expectConflict(await release(kept), 'committed');
    expectConflict(await commit(given), 'released');
    expect((await commit(kept)).body).toMatchObject({ state: 'committed', usesRemaining: 1 });
  });

  it('is for a use that verify committed at once', async () => {
    const { useId } = await shop.verify(await shop.paid({ maxUses: 1 }));
    expectConflict(await release(useId), 'committed');
  });

  it('is for one of two that decide differently at once', async () => {
    for (let i = 0; i < 5; i += 1) {
      const useId = await reserved(await shop.paid({ maxUses: 1 }));
      const replies = await Promise.all([commit(useId), release(useId)]);
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });
});

describe('a reservation that nobody decides', () => {
  it('is committed after 120 s, not a millisecond before', async () => {
    const early = await reserved(await shop.paid({ maxUses: 1 }));
    const offer = await shop.paid({ maxUses: 1 });
    const late = await reserved(offer);
    shop.at(119.999);
    expect((await release(early)).body).toMatchObject({ state: 'released' });
    shop.at(120);
    expectConflict(await release(late), 'committed');
    expect((await commit(late)).body).toEqual({ useId: late, state: 'committed', usesRemaining: 0 });
    expect((await listed(offer))['uses']).toMatchObject([{ useId: late, state: 'committed' }]);
  });

  it('shows as committed then, whether or not the sweep has come by', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    const useId = await reserved(offer);
    shop.at(120);
    const before = await listed(offer);
    expect(before['uses']).toMatchObject([{ useId, state: 'committed', decidedAt: after(120) }]);
    shop.at(500);
    const sweep = shop.api.app.get(ReservationSweep, { strict: false });
    expect(await sweep.run(shop.api.clock.now())).toBeGreaterThan(0);
    expect(await listed(offer)).toEqual(before);
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 1 });
    expectConflict(await release(useId), 'committed');
  });
});

describe('GET /api/l402/challenges/{paymentHash}/uses: 200', () => {
  it('lists uses that have a name, newest first, with what became of them', async () => {
    const offer = await shop.paid({ maxUses: 5 });
    const plain = await shop.verify(offer);
    shop.at(1);
    const named = await shop.verify(offer, { requestId: 'order 7' });
    shop.at(2);
    const [open, given] = [await reserved(offer), await reserved(offer)];
    shop.at(3);
    await release(given);
    const use = { resource: '/r', requestId: null };
    expect(await listed(offer)).toEqual({
      uses: [
        { ...use, useId: given, state: 'released', createdAt: after(2), decidedAt: after(3) },
        { ...use, useId: open, state: 'reserved', createdAt: after(2), decidedAt: null },
        {
          ...use,
          useId: named.useId,
          state: 'committed',
          requestId: 'order 7',
          createdAt: after(1),
          decidedAt: after(1),
        },
        { ...use, useId: plain.useId, state: 'committed', createdAt: after(0), decidedAt: after(0) },
      ],
      total: 4,
      limit: 20,
      offset: 0,
    });
  });

  it('gives pages', async () => {
    const offer = await shop.paid({ maxUses: 30 });
    for (let i = 0; i < 21; i += 1) await shop.verify(offer);
    expect((await listed(offer))['uses']).toHaveLength(20);
    const rest = await listed(offer, '?limit=5&offset=20');
    expect(rest).toMatchObject({ total: 21, limit: 5, offset: 20 });
    expect(rest['uses']).toHaveLength(1);
  });

  it('is empty where uses are only counted', async () => {
    const offer = await shop.paid();
    await shop.verify(offer);
    expect(await listed(offer)).toEqual({ uses: [], total: 0, limit: 20, offset: 0 });
  });
});

describe('404', () => {
  it.each([
    'use_',
    'use_x',
    'x',
    `use_${'A'.repeat(27)}`,
    `use_${'_'.repeat(27)}`,
    `use_${'A'.repeat(28)}`,
    'USE_x',
    '%20',
  ])('for the use %s', async (useId) => {
    for (const reply of [await commit(useId), await release(useId)]) {
      expect([reply.status, reply.body['error']]).toEqual([404, 'not_found']);
    }
  });

  it('for a use that the challenge has not had', async () => {
    const useId = (await reserved(await shop.paid({ maxUses: 9 })))!;
    const bytes = Buffer.from(useId.slice(4), 'base64url');
    bytes.writeUInt32BE(2, 16);
    expect((await commit(`use_${bytes.toString('base64url')}`)).status).toBe(404);
  });
});

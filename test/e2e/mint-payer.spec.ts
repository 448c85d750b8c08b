import { SettleChallenge } from '@turnpike/challenges';

import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let payers = 0;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

beforeEach(() => {
  payers += 1;
  shop.at(0);
});

const payer = () => `payer-${payers}`;
const invoicesMade = () => shop.count('sandbox_invoice');

describe('the payer’s open challenge', () => {
  it('comes back for the same terms, byte for byte and marked as replayed', async () => {
    const terms = {
      payer: payer(),
      maxUses: 2,
      method: 'GET',
      metadata: { a: '1', b: '2' },
      description: 'd',
    };
    const first = await shop.mint(terms);
    expect(first.headers.get('x-idempotency-replayed')).toBeNull();
    const made = await invoicesMade();
    shop.at(30);
    const again = await shop.mint({ ...terms, metadata: { b: '2', a: '1' } });
    expect(again.status).toBe(200);
    expect(again.headers.get('x-idempotency-replayed')).toBe('true');
    expect(again.text).toBe(first.text);
    expect(await invoicesMade()).toBe(made);
  });

  it.each([
    ['resource', { resource: '/other' }],
    ['price', { priceSats: 6 }],
    ['description', { description: 'other' }],
    ['maxUses', { maxUses: 1 }],
    ['method', { method: 'GET' }],
    ['body', { bodySha256: '00'.repeat(32) }],
    ['validity', { tokenValiditySeconds: 3600 }],
    ['metadata', { metadata: {} }],
  ])('does not come back for another %s', async (_member, other) => {
    const first = await shop.minted({ payer: payer() });
    const second = await shop.mint({ payer: payer(), ...other });
    expect(second.headers.get('x-idempotency-replayed')).toBeNull();
    expect(second.body['paymentHash']).not.toBe(first.paymentHash);
  });

  it('is nobody else’s: another payer, no payer, another merchant', async () => {
    const first = await shop.minted({ payer: payer() });
    const stranger = await shop.api.newMerchant();
    const others = [
      await shop.minted({ payer: `${payer()}x` }),
      await shop.minted({}),
      await shop.minted({ payer: payer() }, {}, stranger.testKey),
    ];
    for (const other of others) expect(other.paymentHash).not.toBe(first.paymentHash);
  });

  it('comes back while it has 60 seconds to live, and not a millisecond less', async () => {
    const first = await shop.minted({ payer: payer() });
    shop.at(540);
    expect((await shop.minted({ payer: payer() })).paymentHash).toBe(first.paymentHash);
    shop.at(540.001);
    const second = await shop.minted({ payer: payer() });
    expect(second.paymentHash).not.toBe(first.paymentHash);
    expect((await shop.minted({ payer: payer() })).paymentHash).toBe(second.paymentHash);
  });

  it('never comes back once a call was admitted with it', async () => {
    const first = await shop.paid({ payer: payer() });
    expect(await shop.verify(first)).toMatchObject({ valid: true });
    expect((await shop.minted({ payer: payer() })).paymentHash).not.toBe(first.paymentHash);
  });

  it('never comes back once its wallet said that it is settled', async () => {
    const first = await shop.minted({ payer: payer() });
    const { rows } = await shop.pool.query<{ key: string }>({
      text: `SELECT replace(key::text, '-', '') AS key FROM challenge WHERE payment_hash = decode($1, 'hex')`,
      values: [first.paymentHash],
    });
    const settle = shop.api.app.get(SettleChallenge, { strict: false });
    await settle.run({ ...shop.tenant, key: rows[0]!.key }, 'settled', shop.api.clock.now());
    expect((await shop.minted({ payer: payer() })).paymentHash).not.toBe(first.paymentHash);
  });

  it('never comes back once it was revoked', async () => {
    const first = await shop.minted({ payer: payer() });
    await shop.revoke(first.paymentHash);
    expect((await shop.minted({ payer: payer() })).paymentHash).not.toBe(first.paymentHash);
  });
});

describe('concurrent calls for one payer', () => {
  it('make one invoice, and all get its challenge', async () => {
    const made = await invoicesMade();
    const replies = await Promise.all(Array.from({ length: 8 }, () => shop.mint({ payer: payer() })));
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    const marked = replies.filter(({ headers }) => headers.get('x-idempotency-replayed') === 'true');
    expect(marked).toHaveLength(7);
    expect(await invoicesMade()).toBe(made + 1);
  });

  it('make one invoice under keys of their own too, and each key leads to it from then on', async () => {
    const made = await invoicesMade();
    const keys = [1, 2, 3].map((n) => ({ 'x-idempotency-key': `${payer()}-${n}` }));
    const first = await Promise.all(keys.map((key) => shop.mint({ payer: payer() }, key)));
    const again = await Promise.all(keys.map((key) => shop.mint({ payer: payer() }, key)));
    expect(new Set([...first, ...again].map(({ text }) => text)).size).toBe(1);
    for (const reply of again) expect(reply.headers.get('x-idempotency-replayed')).toBe('true');
    expect(await invoicesMade()).toBe(made + 1);
  });

  it('of different payers each make their own', async () => {
    const made = await invoicesMade();
    const offers = await Promise.all([1, 2, 3].map((n) => shop.minted({ payer: `${payer()}-${n}` })));
    expect(new Set(offers.map(({ paymentHash }) => paymentHash)).size).toBe(3);
    expect(await invoicesMade()).toBe(made + 3);
  });
});

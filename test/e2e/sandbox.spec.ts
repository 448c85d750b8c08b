import { hashPreimage, parsePreimage, type Preimage } from '@turnpike/l402';

import { type HttpReply } from '../support/listening-api.js';
import { after, type MintedOffer, SandboxShop } from '../support/sandbox-shop.js';
import { SettlementDesk } from '../support/settlement-desk.js';

let shop: SandboxShop;
let desk: SettlementDesk;

beforeAll(async () => {
  shop = await SandboxShop.open();
  desk = new SettlementDesk(shop);
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

async function settlementAt(seconds: number, { paymentHash }: MintedOffer): Promise<unknown> {
  shop.at(seconds);
  await desk.look();
  return (await shop.shown(paymentHash))['settlement'];
}

function expectProblem(reply: HttpReply, status: number, error: string): void {
  expect([reply.status, reply.body['error']]).toEqual([status, error]);
}

describe('POST /api/sandbox/pay: 200', () => {
  it.each([
    [{}],
    [{ outcome: 'pay' }],
    [{ outcome: null, settleDelaySeconds: null }],
    [{ settleDelaySeconds: 0 }],
  ])('pays, by %j, and gives the preimage', async (how) => {
    const offer = await shop.minted();
    shop.at(10);
    const { status, body } = await shop.pay(offer.invoice, how);
    expect(status).toBe(200);
    expect(body).toEqual({
      preimage: expect.stringMatching(/^[0-9a-f]{64}$/),
      paymentHash: offer.paymentHash,
      paidAt: after(10),
    });
    expect(hashPreimage(parsePreimage(body['preimage']) as Preimage)).toBe(offer.paymentHash);
    expect(await settlementAt(12, offer)).toBe('settled');
  });

  it('pays at once and lets the wallet’s word come later', async () => {
    const offer = await shop.minted();
    const { body } = await shop.pay(offer.invoice, { settleDelaySeconds: 60 });
    expect(body).toMatchObject({ preimage: expect.any(String), paidAt: after(0) });
    expect(await shop.verify({ ...offer, preimage: body['preimage'] })).toMatchObject({ valid: true });
    expect(await settlementAt(59.999, offer)).toBe('open');
    expect(await settlementAt(70, offer)).toBe('settled');
  });

  it('unknown: pays, and the wallet can never tell', async () => {
    const offer = await shop.minted();
    const { body } = await shop.pay(offer.invoice, { outcome: 'unknown' });
    expect(body).toMatchObject({ preimage: expect.any(String), paidAt: after(0) });
    expect(await shop.verify({ ...offer, preimage: body['preimage'] })).toMatchObject({ valid: true });
    expect(await settlementAt(2, offer)).toBe('unknown');
    expect(await settlementAt(2000, offer)).toBe('unknown');
  });

  it('expire: ends the invoice, unpaid', async () => {
    const offer = await shop.minted();
    const { status, body } = await shop.pay(offer.invoice, { outcome: 'expire' });
    expect([status, body]).toEqual([200, { preimage: null, paymentHash: offer.paymentHash, paidAt: null }]);
    expect(await settlementAt(2, offer)).toBe('expired');
    expectProblem(await shop.pay(offer.invoice), 409, 'sandbox_invoice_expired');
  });

  it('fail: leaves the invoice open, as often as it is tried', async () => {
    const offer = await shop.minted();
    for (let i = 0; i < 2; i += 1) {
      const { status, body } = await shop.pay(offer.invoice, { outcome: 'fail' });
      expect([status, body]).toEqual([200, { preimage: null, paymentHash: offer.paymentHash, paidAt: null }]);
    }
    expect(await settlementAt(2, offer)).toBe('open');
    expect((await shop.pay(offer.invoice)).body['preimage']).toEqual(expect.any(String));
  });

  it('takes a test key of any scope', async () => {
    for (const scope of ['challenges:read', 'challenges:verify', 'challenges:write', 'merchant:admin']) {
      const { invoice } = await shop.minted();
      expect((await shop.pay(invoice, {}, await shop.newKey(scope))).status).toBe(200);
    }
  });

  it('takes the invoice in upper case, as QR codes have it, and with blanks around it', async () => {
    expect((await shop.pay((await shop.minted()).invoice.toUpperCase())).status).toBe(200);
    expect((await shop.pay(` ${(await shop.minted()).invoice}\n`)).status).toBe(200);
  });
});

describe('POST /api/sandbox/pay: 409', () => {
  const outcomes = ['pay', 'unknown', 'expire', 'fail'];

  it.each(['pay', 'unknown'])('an invoice that is paid (%s) stays paid, whatever it is told', async (how) => {
    const { invoice } = await shop.minted();
    await shop.pay(invoice, { outcome: how });
    for (const outcome of outcomes)
      expectProblem(await shop.pay(invoice, { outcome }), 409, 'sandbox_invoice_paid');
    shop.at(601);
    expectProblem(await shop.pay(invoice), 409, 'sandbox_invoice_paid');
  });

  it('an invoice that was ended stays ended', async () => {
    const { invoice } = await shop.minted();
    await shop.pay(invoice, { outcome: 'expire' });
    for (const outcome of outcomes)
      expectProblem(await shop.pay(invoice, { outcome }), 409, 'sandbox_invoice_expired');
  });

  it('an invoice expires by the clock, to the millisecond', async () => {
    const [first, second] = [await shop.minted(), await shop.minted()];
    shop.at(599.999);
    expect((await shop.pay(first.invoice)).status).toBe(200);
    shop.at(600);
    for (const outcome of outcomes) {
      expectProblem(await shop.pay(second.invoice, { outcome }), 409, 'sandbox_invoice_expired');
    }
  });

  it('of two who pay at once, one pays', async () => {
    const { invoice } = await shop.minted();
    const replies = await Promise.all([shop.pay(invoice), shop.pay(invoice), shop.pay(invoice)]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});

describe('POST /api/sandbox/pay: 400', () => {
  it.each<[string, object]>([
    ['invoice', {}],
    ['invoice', { invoice: null }],
    ['invoice', { invoice: '' }],
    ['invoice', { invoice: 7 }],
    ['invoice', { invoice: ['x'] }],
    ['outcome', { invoice: 'x', outcome: 'PAY' }],
    ['outcome', { invoice: 'x', outcome: 1 }],
    ['outcome', { invoice: 'x', outcome: ['pay'] }],
    ['settleDelaySeconds', { invoice: 'x', settleDelaySeconds: 61 }],
    ['settleDelaySeconds', { invoice: 'x', settleDelaySeconds: -1 }],
    ['settleDelaySeconds', { invoice: 'x', settleDelaySeconds: 1.5 }],
    ['settleDelaySeconds', { invoice: 'x', settleDelaySeconds: '1' }],
  ])('names the wrong member: %s in %j', async (member, body) => {
    const reply = await shop.post('/api/sandbox/pay', body);
    expectProblem(reply, 400, 'validation_failed');
    expect(Object.keys(reply.body['errors'] as object)).toEqual([member]);
  });
});

describe('POST /api/sandbox/pay: 401, 403', () => {
  it('wants a key, and a test key', async () => {
    const { invoice } = await shop.minted();
    expectProblem(await shop.api.call('POST', '/api/sandbox/pay', null, { invoice }), 401, 'missing_api_key');
    const live = await shop.pay(invoice, {}, shop.merchant.liveKey);
    expectProblem(live, 403, 'test_mode_only');
    expect(live.body['current_plan']).toBe('unlimited');
    expect((await shop.pay(invoice)).status).toBe(200);
  });
});

describe('POST /api/sandbox/pay: 429', () => {
  it('counts as a write of the merchant, not as a mint', async () => {
    const limited = await SandboxShop.open({ RATE_LIMIT_WRITE: '1', RATE_LIMIT_MINT: '100' });
    const { invoice } = await limited.minted();
    expect((await limited.pay(invoice)).headers.get('x-ratelimit-limit')).toBe('1');
    const refused = await limited.pay(invoice);
    expectProblem(refused, 429, 'rate_limited');
    expect(refused.body['limit']).toBe(1);
    expect((await limited.mint()).headers.get('x-ratelimit-remaining')).toBe('98');
    await limited.close();
  });
});

describe('POST /api/sandbox/pay: 404', () => {
  it('is for the invoice of another merchant, and leaves it open', async () => {
    const stranger = await shop.api.newMerchant();
    const { invoice } = await shop.minted({}, {}, stranger.testKey);
    for (const outcome of ['pay', 'expire', 'fail', 'unknown']) {
      expectProblem(await shop.pay(invoice, { outcome }), 404, 'not_found');
    }
    expect((await shop.pay(invoice, {}, stranger.testKey)).status).toBe(200);
  });

  it('is for what is no invoice of the sandbox', async () => {
    const { invoice } = await shop.minted();
    const others = [
      'x',
      'lnbcrt1',
      `${invoice}q`,
      invoice.replace('lnbcrt', 'lnbc'),
      invoice.slice(0, -1),
      '😀',
    ];
    for (const other of others) expectProblem(await shop.pay(other), 404, 'not_found');
  });
});

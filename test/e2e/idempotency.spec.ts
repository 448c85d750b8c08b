import { type HttpReply } from '../support/listening-api.js';
import { sendRaw } from '../support/raw-http.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let names = 0;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

beforeEach(() => {
  names += 1;
  shop.at(0);
});

const under = (name = `order-${names}`) => ({ 'x-idempotency-key': name });
const isReplay = (reply: HttpReply) => reply.headers.get('x-idempotency-replayed') === 'true';
const invoicesMade = () => shop.count('sandbox_invoice');

describe('the same idempotency key', () => {
  it('with the same body gives the same challenge, byte for byte and marked', async () => {
    const terms = { maxUses: 3, metadata: { a: '1', b: '2' }, description: 'd', method: 'GET' };
    const first = await shop.mint(terms, under());
    expect(first.status).toBe(200);
    expect(isReplay(first)).toBe(false);
    const made = await invoicesMade();
    shop.at(599);
    const again = await shop.mint(terms, under());
    expect([again.status, isReplay(again), again.text]).toEqual([200, true, first.text]);
    expect(await invoicesMade()).toBe(made);
    expect((await shop.shown(String(first.body['paymentHash'])))['idempotencyKey']).toBe(`order-${names}`);
  });

  it('with the same known members, however they were written, is the same body', async () => {
    const first = await shop.mint({ metadata: { a: '1', b: '2' }, bodySha256: 'ab'.repeat(32) }, under());
    const written = [
      { metadata: { b: '2', a: '1' }, bodySha256: 'AB'.repeat(32), priceSats: 5, resource: '/r' },
      { metadata: { a: '1', b: '2' }, bodySha256: 'ab'.repeat(32), payer: null, maxUses: null },
      { metadata: { a: '1', b: '2' }, bodySha256: 'ab'.repeat(32), unknown: { member: 1 } },
    ];
    for (const terms of written) expect((await shop.mint(terms, under())).text).toBe(first.text);
  });

  it.each([
    ['resource', { resource: '/r/' }],
    ['price', { priceSats: 6 }],
    ['description', { description: '' }],
    ['maxUses', { maxUses: 1 }],
    ['payer', { payer: 'p' }],
    ['method', { method: 'GET' }],
    ['body hash', { bodySha256: '00'.repeat(32) }],
    ['validity', { tokenValiditySeconds: 3600 }],
    ['metadata', { metadata: { a: '1' } }],
  ])('with another %s is 409, and the first challenge stands', async (_member, other) => {
    const first = await shop.mint({}, under());
    const made = await invoicesMade();
    const { status, body } = await shop.mint(other, under());
    expect([status, body['error']]).toEqual([409, 'idempotency_key_reuse']);
    expect(await invoicesMade()).toBe(made);
    expect((await shop.mint({}, under())).text).toBe(first.text);
  });

  it('in two calls at once makes one invoice', async () => {
    const made = await invoicesMade();
    const [one, two] = await Promise.all([shop.mint({}, under()), shop.mint({}, under())]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(two.text).toBe(one.text);
    expect([isReplay(one), isReplay(two)].sort()).toEqual([false, true]);
    expect(await invoicesMade()).toBe(made + 1);
  });

  it('in two calls at once with different bodies admits one of them', async () => {
    const replies = await Promise.all([shop.mint({}, under()), shop.mint({ priceSats: 6 }, under())]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('gives a paid challenge again too, as its invoice cannot be paid twice', async () => {
    const first = await shop.mint({}, under());
    const { body } = await shop.pay(String(first.body['invoice']));
    await shop.verify({ macaroon: first.body['macaroon'], preimage: body['preimage'] });
    expect((await shop.mint({}, under())).text).toBe(first.text);
  });
});

describe('an idempotency key is free again for any body', () => {
  it('when the invoice has expired, and not a millisecond before', async () => {
    const first = await shop.mint({}, under());
    shop.at(599.999);
    expect((await shop.mint({ priceSats: 6 }, under())).status).toBe(409);
    expect((await shop.mint({}, under())).text).toBe(first.text);
    shop.at(600);
    const other = await shop.mint({ priceSats: 6 }, under());
    expect([other.status, isReplay(other)]).toEqual([200, false]);
    expect((await shop.mint({}, under())).status).toBe(409);
  });

  it('when the challenge was revoked', async () => {
    const first = await shop.mint({}, under());
    await shop.revoke(String(first.body['paymentHash']));
    const second = await shop.mint({}, under());
    expect([second.status, isReplay(second)]).toEqual([200, false]);
    expect(second.body['paymentHash']).not.toBe(first.body['paymentHash']);
  });

  it('when the call failed', async () => {
    expect((await shop.mint({ priceSats: 0 }, under())).status).toBe(400);
    expect((await shop.mint({ priceSats: 7 }, under())).status).toBe(200);
  });

  it('when its holder died: its lease runs out', async () => {
    await shop.mint({}, under());
    await shop.pool.query({
      text: `UPDATE idempotency_key SET challenge_key = NULL, lease_until = now() WHERE key = $1`,
      values: [`order-${names}`],
    });
    const taken = await shop.mint({ priceSats: 6 }, under());
    expect([taken.status, isReplay(taken)]).toEqual([200, false]);
  });
});

describe('what the idempotency key is', () => {
  it.each(['', ' ', '\t'])('blank is absent: %j', async (blank) => {
    const [one, two] = [await shop.mint({}, under(blank)), await shop.mint({}, under(blank))];
    expect([isReplay(one), isReplay(two)]).toEqual([false, false]);
    expect((await shop.shown(String(one.body['paymentHash'])))['idempotencyKey']).toBeNull();
  });

  it('its first 256 characters count, of 300', async () => {
    const start = `${names}-`.padEnd(256, 'k');
    const first = await shop.mint({}, under(`${start}${'a'.repeat(44)}`));
    expect((await shop.mint({}, under(`${start}${'b'.repeat(44)}`))).text).toBe(first.text);
    expect((await shop.mint({}, under(start))).text).toBe(first.text);
    expect(isReplay(await shop.mint({}, under(start.slice(0, 255))))).toBe(false);
    expect((await shop.shown(String(first.body['paymentHash'])))['idempotencyKey']).toBe(start);
  });

  it('blanks around it do not count, its case does', async () => {
    const first = await shop.mint({}, under(`  key ${names} `));
    expect((await shop.mint({}, under(`key ${names}`))).text).toBe(first.text);
    expect(isReplay(await shop.mint({}, under(`KEY ${names}`)))).toBe(false);
  });

  it('takes any bytes that a header may hold', async () => {
    const body = JSON.stringify({ resource: '/r', priceSats: 5 });
    const request = [
      'POST /api/l402/challenges HTTP/1.1',
      'Host: localhost',
      'Connection: close',
      `X-API-Key: ${shop.key}`,
      `X-Idempotency-Key: \u00ff\u0080"';--\\ ${names}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    const [first, again] = [
      await sendRaw(shop.api.baseUrl, request),
      await sendRaw(shop.api.baseUrl, request),
    ];
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toBe(first.body);
  });

  it('belongs to one merchant', async () => {
    const stranger = await shop.api.newMerchant();
    const mine = await shop.mint({}, under());
    const theirs = await shop.mint({ priceSats: 6 }, under(), stranger.testKey);
    expect([theirs.status, isReplay(theirs)]).toEqual([200, false]);
    expect(theirs.body['paymentHash']).not.toBe(mine.body['paymentHash']);
  });

  it('belongs to one mode', async () => {
    await shop.mint({}, under());
    const live = await shop.mint({}, under(), shop.merchant.liveKey);
    expect([live.status, live.body['error']]).toEqual([409, 'wallet_not_configured']);
  });

  it('is the same for all keys of the merchant and mode', async () => {
    const first = await shop.mint({}, under());
    const other = await shop.newKey('challenges:write');
    expect((await shop.mint({}, under(), other)).text).toBe(first.text);
  });
});

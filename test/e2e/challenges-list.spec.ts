import { after, type MintedOffer, SandboxShop } from '../support/sandbox-shop.js';
import { SettlementDesk } from '../support/settlement-desk.js';

const PATH = '/api/l402/challenges';
let shop: SandboxShop;
let desk: SettlementDesk;

beforeAll(async () => {
  shop = await SandboxShop.open();
  desk = new SettlementDesk(shop);
});

afterAll(() => shop.close());

interface Page {
  readonly challenges: readonly Record<string, unknown>[];
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
  readonly status: string | null;
}

async function list(query = '', key = shop.key): Promise<Page> {
  const { status, body } = await shop.get(`${PATH}${query}`, key);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body as unknown as Page;
}

const hashes = (page: Page) => page.challenges.map(({ paymentHash }) => paymentHash);

describe('GET /api/l402/challenges: 200', () => {
  it('shows what was minted, without macaroon, preimage, invoice or description', async () => {
    const { testKey: key } = await shop.api.newMerchant();
    const terms = { description: 'd', maxUses: 2, payer: 'p', metadata: { a: 'b' }, method: 'GET' };
    const offer = await shop.minted(terms, { 'x-idempotency-key': 'order-1' }, key);
    expect(await list('', key)).toEqual({
      challenges: [
        {
          paymentHash: offer.paymentHash,
          resource: '/r',
          amountSats: 5,
          status: 'unpaid',
          createdAt: after(0),
          paidAt: null,
          expiresAt: after(600),
          idempotencyKey: 'order-1',
          tokenExpiresAt: after(3600),
          settlement: 'open',
          revokedAt: null,
          uses: 0,
          maxUses: 2,
          payer: 'p',
          metadata: { a: 'b' },
        },
      ],
      total: 1,
      limit: 20,
      offset: 0,
      status: null,
    });
  });

  it('is empty for a merchant that minted nothing', async () => {
    const { testKey } = await shop.api.newMerchant();
    for (const status of ['', '?status=paid', '?status=unpaid', '?status=expired']) {
      expect(await list(status, testKey)).toMatchObject({ challenges: [], total: 0 });
    }
  });

  it('gives pages, newest first, with the total', async () => {
    const { testKey: key } = await shop.api.newMerchant();
    const minted: string[] = [];
    for (let second = 0; second < 25; second += 1) {
      shop.at(second);
      minted.unshift((await shop.minted({}, {}, key)).paymentHash);
    }
    shop.at(0);
    const first = await list('', key);
    expect(first).toMatchObject({ total: 25, limit: 20, offset: 0 });
    expect(hashes(first)).toEqual(minted.slice(0, 20));
    const second = await list('?limit=10&offset=20', key);
    expect(second).toMatchObject({ total: 25, limit: 10, offset: 20 });
    expect(hashes(second)).toEqual(minted.slice(20));
    expect(hashes(await list('?limit=200', key))).toEqual(minted);
    expect(hashes(await list('?limit=1&offset=3', key))).toEqual([minted[3]]);
    expect(await list('?offset=25', key)).toMatchObject({ challenges: [], total: 25 });
  });

  it('keeps one order where challenges were made in the same moment', async () => {
    const { testKey: key } = await shop.api.newMerchant();
    await Promise.all([1, 2, 3, 4, 5].map(() => shop.minted({}, {}, key)));
    const whole = hashes(await list('', key));
    const single: unknown[] = [];
    for (let offset = 0; offset < 5; offset += 1) {
      single.push(...hashes(await list(`?limit=1&offset=${offset}`, key)));
    }
    expect(single).toEqual(whole);
  });

  it('ignores what it does not know in the query', async () => {
    expect(await list('?page=7&limit=1&status=&sort=asc')).toMatchObject({ limit: 1, status: null });
  });
});

describe('the status of a challenge', () => {
  const statuses = async (key: string) =>
    Object.fromEntries(
      await Promise.all(
        ['paid', 'unpaid', 'expired'].map(async (status) => {
          const page = await list(`?status=${status}&limit=200`, key);
          expect(page).toMatchObject({ status, total: page.challenges.length });
          expect(page.challenges.every((each) => each['status'] === status)).toBe(true);
          return [status, hashes(page)] as const;
        }),
      ),
    );

  it('is unpaid while the invoice is open, then expired, and paid whenever it is', async () => {
    const { testKey: key } = await shop.api.newMerchant();
    const open = await shop.minted({}, {}, key);
    const sold = await shop.paid({}, {}, key);
    expect(await statuses(key)).toEqual({
      paid: [],
      unpaid: expect.arrayContaining([open.paymentHash, sold.paymentHash]),
      expired: [],
    });
    await shop.verify(sold, {}, key);
    shop.at(599.999);
    expect(await statuses(key)).toEqual({
      paid: [sold.paymentHash],
      unpaid: [open.paymentHash],
      expired: [],
    });
    shop.at(600);
    expect(await statuses(key)).toEqual({
      paid: [sold.paymentHash],
      unpaid: [],
      expired: [open.paymentHash],
    });
    shop.at(0);
  });

  it('turns from expired to paid by a late use, and stays so', async () => {
    const sold = await shop.paid();
    shop.at(700);
    expect(await shop.shown(sold.paymentHash)).toMatchObject({ status: 'expired', paidAt: null });
    await shop.verify(sold);
    expect(await shop.shown(sold.paymentHash)).toMatchObject({ status: 'paid', paidAt: after(700) });
    shop.at(100_000);
    expect(await shop.shown(sold.paymentHash)).toMatchObject({ status: 'paid' });
    shop.at(0);
  });

  it('is paid when the wallet says settled, and nothing else that it says makes it so', async () => {
    const says = async (offer: MintedOffer, word: 'open' | 'expired' | 'unknown' | 'settled') => {
      await desk.say(offer.paymentHash, word);
      const { status, settlement, paidAt } = await shop.shown(offer.paymentHash);
      return { status, settlement, paidAt };
    };
    const offer = await shop.minted();
    for (const settlement of ['open', 'unknown', 'expired'] as const) {
      expect(await says(offer, settlement)).toEqual({ status: 'unpaid', settlement, paidAt: null });
    }
    shop.at(700);
    expect(await says(offer, 'settled')).toEqual({
      status: 'paid',
      settlement: 'settled',
      paidAt: after(700),
    });
    shop.at(0);
  });

  it('does not change by revocation or refused calls', async () => {
    const sold = await shop.paid();
    await shop.verify(sold, { resource: '/x' });
    await shop.revoke(sold.paymentHash);
    await shop.verify(sold);
    expect(await shop.shown(sold.paymentHash)).toMatchObject({ status: 'unpaid', uses: 0, paidAt: null });
  });
});

describe('GET /api/l402/challenges: 400', () => {
  it.each(['Paid', 'open', 'paid,unpaid', 'paid%20', 'null', '%27%20OR%201=1'])(
    'status=%s',
    async (status) => {
      const reply = await shop.get(`${PATH}?status=${status}`);
      expect(reply.status).toBe(400);
      expect(reply.body).toMatchObject({
        error: 'invalid_status_filter',
        detail: 'status must be one of: paid, unpaid, expired.',
        message: 'status must be one of: paid, unpaid, expired.',
      });
    },
  );

  it('status twice', async () => {
    const reply = await shop.get(`${PATH}?status=paid&status=paid`);
    expect([reply.status, reply.body['error']]).toEqual([400, 'invalid_status_filter']);
  });

  it.each([
    [
      'limit',
      ['0', '201', '-1', '1.5', '1e2', '', '%20', 'x', '0x10', '+5', '99999999999999999999', '1&limit=2'],
    ],
    ['offset', ['-1', '1.5', '', 'x', '99999999999999999999', '1&offset=2']],
  ])('%s out of range', async (name, values) => {
    for (const path of [PATH, `${PATH}/${(await shop.minted()).paymentHash}/uses`]) {
      for (const value of values) {
        const { status, body } = await shop.get(`${path}?${name}=${value}`);
        expect({ value, status, error: body['error'] }).toEqual({
          value,
          status: 400,
          error: 'validation_failed',
        });
        expect(Object.keys(body['errors'] as object)).toEqual([name]);
      }
    }
  });

  it('names limit and offset together', async () => {
    const { body } = await shop.get(`${PATH}?limit=0&offset=-1`);
    expect(Object.keys(body['errors'] as object)).toEqual(['limit', 'offset']);
  });
});

import { TallyWriter } from '@turnpike/statistics';

import { SandboxShop } from '../support/sandbox-shop.js';

const PATH = '/api/merchant/challenges';
let shop: SandboxShop;
let key: string;
let hashes: Record<string, string>;

beforeAll(async () => {
  shop = await SandboxShop.open();
  ({ testKey: key } = await shop.api.newMerchant());
  const mint = async (second: number, terms: object, headers: Record<string, string> = {}) => {
    shop.at(second);
    return shop.minted(terms, headers, key);
  };
  const expired = await mint(0, { resource: '/a/old', payer: 'ann' });
  const keyed = await mint(86_400, { resource: '/a/new' }, { 'x-idempotency-key': 'order-7' });
  const paid = await mint(86_401, { resource: '/b', payer: 'ann' });
  const { body } = await shop.pay(paid.invoice, {}, key);
  await shop.verify({ ...paid, preimage: body['preimage'] }, {}, key);
  const odd = await mint(86_402, { resource: 'no slash %_\\', payer: '/a/new' });
  hashes = {
    expired: expired.paymentHash,
    keyed: keyed.paymentHash,
    paid: paid.paymentHash,
    odd: odd.paymentHash,
  };
});

afterAll(() => shop.close());

async function found(query: Record<string, string>, as = key): Promise<string[]> {
  const { status, body } = await shop.get(`${PATH}?${new URLSearchParams(query).toString()}`, as);
  expect({ status, body }).toMatchObject({ status: 200, body: { nextCursor: null } });
  const names = new Map(Object.entries(hashes).map(([name, hash]) => [hash, name]));
  return (body['challenges'] as { paymentHash: string }[]).map(
    ({ paymentHash }) => names.get(paymentHash) ?? '?',
  );
}

describe('GET /api/merchant/challenges: 200', () => {
  it.each([
    ['everything, newest first', {}, ['odd', 'paid', 'keyed', 'expired']],
    ['by status', { status: 'paid' }, ['paid']],
    ['the open', { status: 'unpaid' }, ['odd', 'keyed']],
    ['the expired', { status: 'expired' }, ['expired']],
    ['by resource, byte for byte', { resource: '/a/new' }, ['keyed']],
    ['by payer', { payer: 'ann' }, ['paid', 'expired']],
    ['by payer and status', { payer: 'ann', status: 'expired' }, ['expired']],
    ['the beginning of a resource', { q: '/a' }, ['odd', 'keyed', 'expired'].slice(1)],
    ['what is a resource and a payer', { q: '/a/new' }, ['odd', 'keyed']],
    ['an idempotency key', { q: 'order-7' }, ['keyed']],
    ['signs that mean something elsewhere', { q: 'no slash %_\\' }, ['odd']],
    ['no pattern', { q: '%' }, []],
    ['a day', { from: '2026-11-20', to: '2026-11-20' }, ['expired']],
    ['moments, the last excluded', { from: '2026-11-21T12:00:00Z', to: '2026-11-21T12:00:01Z' }, ['keyed']],
    ['nothing with both', { q: 'order-7', status: 'paid' }, []],
  ])('finds %s', async (_what, query, expected) => {
    expect(await found(query as unknown as Record<string, string>)).toEqual(expected);
  });

  it('finds by payment hash, whole or its beginning, in any case', async () => {
    const hash = hashes['paid'] ?? '';
    for (const q of [hash, hash.toUpperCase(), hash.slice(0, 6), hash.slice(0, 13), ` ${hash} `]) {
      expect(await found({ q })).toEqual(['paid']);
    }
    expect(await found({ q: hash.slice(0, 5) })).toEqual([]);
  });

  it('finds nothing of another merchant or mode', async () => {
    const { testKey, liveKey } = await shop.api.newMerchant();
    for (const query of [{}, { q: hashes['paid'] ?? '' }, { q: 'order-7' }, { q: 'ann' }, { q: '/a' }]) {
      expect(await found(query as Record<string, string>, testKey)).toEqual([]);
      expect(await found(query as Record<string, string>, liveKey)).toEqual([]);
    }
  });

  it('gives pages that go on where the last ended, also within one moment', async () => {
    const { testKey } = await shop.api.newMerchant();
    for (const payer of ['x', 'y', 'z', 'x', 'y']) {
      const { macaroon } = await shop.minted(
        { payer, resource: `/p/${payer}/${Math.random()}` },
        {},
        testKey,
      );
      expect(macaroon).not.toBe('');
    }
    const pages: unknown[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await shop.get(`${PATH}?q=/p&limit=2&cursor=${cursor}`, testKey);
      pages.push((body['challenges'] as { paymentHash: string }[]).map(({ paymentHash }) => paymentHash));
      cursor = body['nextCursor'] as string | null;
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat()).size).toBe(5);
  });
});

describe('GET /api/merchant/challenges: 400', () => {
  it.each([
    ['?cursor=nonsense', 'validation_failed'],
    [`?cursor=${Buffer.from('99999999999999999.00').toString('base64url')}`, 'validation_failed'],
    ['?limit=0', 'validation_failed'],
    ['?limit=201', 'validation_failed'],
    ['?from=soon', 'validation_failed'],
    ['?settlement=maybe', 'validation_failed'],
    ['?q=a&q=b', 'validation_failed'],
    [`?q=${'a'.repeat(3_000)}`, 'validation_failed'],
    ['?status=settled', 'invalid_status_filter'],
  ])('%s', async (query, error) => {
    expect(await shop.get(`${PATH}${query}`)).toMatchObject({ status: 400, body: { error } });
  });
});

describe('GET /api/merchant/challenges/{paymentHash}/timeline', () => {
  const timeline = async (hash: string, as: string) => shop.get(`${PATH}/${hash}/timeline`, as);
  const kinds = ({ body }: { readonly body: Record<string, unknown> }) =>
    (body['entries'] as { kind: string; detail: object }[]).map(({ kind, detail }) => [kind, detail]);

  it('tells what became of a challenge, each refusal by its reason', async () => {
    const { testKey } = await shop.api.newMerchant();
    shop.at(0);
    const offer = await shop.paid({ maxUses: 2, payer: 'p' }, {}, testKey);
    shop.at(60);
    const { useId: held } = await shop.verify(offer, { requestId: 'a', reserve: true }, testKey);
    shop.at(61);
    await shop.post(`/api/l402/uses/${held ?? ''}/release`, undefined, {}, testKey);
    shop.at(62);
    for (const requestId of ['b', 'c']) await shop.verify(offer, { requestId }, testKey);
    shop.at(63);
    for (let n = 0; n < 2; n += 1) await shop.verify(offer, {}, testKey);
    await shop.verify(offer, { resource: '/other' }, testKey);
    await shop.api.app.get(TallyWriter, { strict: false }).flush();
    shop.at(64);
    await shop.revoke(offer.paymentHash, testKey);
    shop.at(4_000);
    expect(kinds(await timeline(offer.paymentHash, testKey))).toEqual([
      ['minted', { resource: '/r', priceSats: 5, payer: 'p', idempotencyKey: null, maxUses: 2 }],
      ['paid', { amountSats: 5 }],
      ['first_used', {}],
      ['use_reserved', { useId: held, requestId: 'a' }],
      ['use_released', { useId: held, requestId: 'a' }],
      ['use_committed', { useId: expect.any(String), requestId: expect.any(String) }],
      ['use_committed', { useId: expect.any(String), requestId: expect.any(String) }],
      ['refused', { reason: 'used_up', error: 'Token has no uses left', count: 2 }],
      ['refused', { reason: 'wrong_resource', error: 'Token bound to a different resource', count: 1 }],
      ['revoked', {}],
      ['expired', { what: 'token' }],
    ]);
    shop.at(0);
  });

  it('tells of an invoice that expired unpaid', async () => {
    shop.at(0);
    const { paymentHash } = await shop.minted();
    shop.at(600);
    expect(kinds(await timeline(paymentHash, shop.key)).map(([kind, detail]) => [kind, detail])).toEqual([
      ['minted', expect.any(Object)],
      ['expired', { what: 'invoice' }],
    ]);
    shop.at(0);
  });

  it('does not exist for another merchant, in the other mode, or for what is no payment hash', async () => {
    const { paymentHash } = await shop.minted();
    const { testKey } = await shop.api.newMerchant();
    for (const [hash, as] of [
      [paymentHash, testKey],
      [paymentHash, shop.merchant.liveKey],
      ['nonsense', shop.key],
    ] as const) {
      expect(await timeline(hash, as)).toMatchObject({ status: 404, body: { error: 'not_found' } });
    }
  });
});

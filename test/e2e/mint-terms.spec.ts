import { decodePaymentRequest } from '@turnpike/l402';

import { caveatsOf } from '../support/hand-made-tokens.js';
import { after, OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

async function refused(terms: object): Promise<unknown> {
  const { status, body } = await shop.mint(terms);
  expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'validation_failed' });
  return body['errors'];
}

const many = (count: number, of: (index: number) => [string, string]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => of(index)));

describe('the bounds of a challenge’s terms', () => {
  it.each([
    [undefined, 'must be an integer number'],
    ['25', 'must be an integer number'],
    [1.5, 'must be an integer number'],
    [0, 'must not be less than 1'],
    [1e30, 'must not be greater than 100000000'],
  ])('are told in the words that matter most: a price of %j %s', async (priceSats, words) => {
    const { body } = await shop.mint({ resource: '/r', priceSats });
    expect(body['detail']).toBe(`priceSats ${words}`);
  });

  const bounds: [member: string, good: unknown[], bad: unknown[]][] = [
    ['resource', ['a', 'x'.repeat(2048)], ['', ' ', '\t', '\u00a0', 'x'.repeat(2049), 'é'.repeat(1025)]],
    ['priceSats', [1, 100_000_000], [0, -1, 1.5, 100_000_001, 2 ** 53]],
    ['description', ['', 'd'.repeat(639)], ['d'.repeat(640), 'ü'.repeat(320)]],
    ['maxUses', [1, 1_000_000], [0, -1, 1.5, 1_000_001]],
    ['payer', ['p', 'p'.repeat(128), '😀'.repeat(128)], ['', 'p'.repeat(129), '😀'.repeat(129)]],
    [
      'method',
      ['GET', 'PROPFIND', 'M-SEARCH'],
      ['', 'get', 'Get', 'GET ', 'G T', 'GET,POST', '-GET', 'GET-', 'A'.repeat(33)],
    ],
    [
      'bodySha256',
      ['ab'.repeat(32), 'AB'.repeat(32)],
      ['', 'ab'.repeat(31), 'ab'.repeat(33), 'xy'.repeat(32)],
    ],
    ['tokenValiditySeconds', [300, 2_592_000], [299, 2_592_001, 0, -1, 300.5]],
    [
      'metadata',
      [
        {},
        many(20, (i) => [`key ${i}`, 'v']),
        { ['k'.repeat(40)]: 'v'.repeat(500) },
        { ['😀'.repeat(40)]: '😀'.repeat(500) },
        { empty: '' },
      ],
      [
        many(21, (i) => [`key ${i}`, 'v']),
        { ['k'.repeat(41)]: 'v' },
        { k: 'v'.repeat(501) },
        { k: 1 },
        { k: null },
        { k: { nested: 'v' } },
        ['v'],
      ],
    ],
  ];

  it.each(bounds)('%s takes its extremes, as text counted in characters', async (member, good) => {
    for (const value of good) expect((await shop.mint({ [member]: value })).status).toBe(200);
  });

  it.each(bounds)('%s refuses what is beyond them', async (member, _good, bad) => {
    for (const value of bad) expect(await refused({ [member]: value })).toHaveProperty(member);
  });

  it.each(['\u0000', '\u0001', '\u001f', '\n', '\u007f', '\u0085', '\u009f', '\ud800', '\udc00x'])(
    'the resource holds no %j',
    async (character) => {
      expect(await refused({ resource: `/a${character}b` })).toHaveProperty('resource');
    },
  );

  it('the highest price is the operator’s', async () => {
    const dear = await SandboxShop.open({ PRICE_SATS_MAX: '500' });
    expect((await dear.mint({ priceSats: 500 })).status).toBe(200);
    const { status, body } = await dear.mint({ priceSats: 501 });
    expect({ status, errors: body['errors'] }).toEqual({
      status: 400,
      errors: { priceSats: [expect.stringContaining('500')] },
    });
    await dear.close();
  });

  it('tells every wrong member at once', async () => {
    const errors = await refused({ resource: '', priceSats: 0, maxUses: 0, payer: 7 });
    expect(Object.keys(errors as object).sort()).toEqual(['maxUses', 'payer', 'priceSats', 'resource']);
  });
});

describe('the times of a challenge', () => {
  it.each([
    ['the setting, where the token lives long', {}, { tokenValiditySeconds: 2_592_000 }, 600, 2_592_000],
    ['half the validity, where that is sooner', {}, { tokenValiditySeconds: 300 }, 150, 300],
    ['half of an odd validity, cut', {}, { tokenValiditySeconds: 301 }, 150, 301],
    ['the longest setting', { invoiceExpirySeconds: 3600 }, { tokenValiditySeconds: 7200 }, 3600, 7200],
    ['the shortest setting', { invoiceExpirySeconds: 120 }, {}, 120, 3600],
    ['half the merchant’s own validity', { tokenValiditySeconds: 1000 }, {}, 500, 1000],
    [
      'the call’s validity before the setting',
      { tokenValiditySeconds: 1000 },
      { tokenValiditySeconds: 600 },
      300,
      600,
    ],
  ])('the invoice ends after %s', async (_what, settings, terms, invoiceSeconds, tokenSeconds) => {
    await shop.set({ invoiceExpirySeconds: 600, tokenValiditySeconds: 3600, ...settings });
    const offer = await shop.minted(terms);
    expect(offer).toMatchObject({ expiresAt: after(invoiceSeconds), tokenExpiresAt: after(tokenSeconds) });
    expect(decodePaymentRequest(offer.invoice, 'regtest').expirySeconds).toBe(invoiceSeconds);
    expect(caveatsOf(offer.macaroon)[3]).toBe(`expires=${OPENS_AT.getTime() / 1000 + tokenSeconds}`);
    await shop.set({ invoiceExpirySeconds: 600, tokenValiditySeconds: 3600 });
  });

  it('follow the mint, not the start of the process', async () => {
    shop.at(10_000);
    expect(await shop.minted()).toMatchObject({ expiresAt: after(10_600), tokenExpiresAt: after(13_600) });
    shop.at(0);
  });

  it('are whole seconds, never later than asked', async () => {
    shop.at(0.999);
    expect(await shop.minted()).toMatchObject({ expiresAt: after(600), tokenExpiresAt: after(3600) });
    shop.at(0);
  });

  it('leave a payer of the last second a usable token', async () => {
    const offer = await shop.minted({ tokenValiditySeconds: 300 });
    shop.at(149.999);
    const { status, body } = await shop.pay(offer.invoice);
    expect(status).toBe(200);
    shop.at(299.999);
    const { macaroon } = offer;
    expect(await shop.verify({ macaroon, preimage: body['preimage'] })).toMatchObject({ valid: true });
    shop.at(0);
  });
});

describe('metadata, payer and maxUses', () => {
  it('are shown by get and list', async () => {
    const terms = {
      payer: 'p 1',
      maxUses: 3,
      metadata: { order: '8841', toString: 'x', then: 'y', length: '2' },
    };
    const { paymentHash } = await shop.minted(terms);
    expect(await shop.shown(paymentHash)).toMatchObject(terms);
    const { body } = await shop.get('/api/l402/challenges?limit=200');
    const listed = (body['challenges'] as { paymentHash: string }[]).find(
      (one) => one.paymentHash === paymentHash,
    );
    expect(listed).toMatchObject(terms);
  });

  it('keep names that objects have anyway, in every answer and under an idempotency key', async () => {
    const notes = '{"__proto__":"a","constructor":"b","hasOwnProperty":"c","order":"8841"}';
    const body = `{"resource":"/r","priceSats":5,"payer":"f1","metadata":${notes}}`;
    const key = { 'x-idempotency-key': 'names' };
    const first = await shop.post('/api/l402/challenges', body, key);
    expect(first.status).toBe(200);
    const shown = await shop.get(`/api/l402/challenges/${String(first.body['paymentHash'])}`);
    const { metadata } = JSON.parse(shown.text) as { metadata: object };
    expect(Object.entries(metadata).sort()).toEqual(Object.entries(JSON.parse(notes) as object).sort());
    expect((await shop.get('/api/l402/challenges?limit=200')).text).toContain('"__proto__":"a"');
    for (const [from, to] of [
      ['"a"', '"x"'],
      ['"b"', '"x"'],
    ] as const) {
      const other = await shop.post('/api/l402/challenges', body.replace(from, to), key);
      expect([other.status, other.body['error']]).toEqual([409, 'idempotency_key_reuse']);
    }
    expect((await shop.post('/api/l402/challenges', body, key)).text).toBe(first.text);
    expect((await shop.post('/api/l402/challenges', body)).text).toBe(first.text);
  });

  it('are refused by name where a name or value is longer than it may be', async () => {
    const entries = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, '']));
    expect((await shop.mint({ metadata: entries(20) })).status).toBe(200);
    const long = [
      { metadata: entries(21) },
      { metadata: { ['k'.repeat(41)]: 'v' } },
      { metadata: { k: 'v'.repeat(501) } },
      { metadata: { k: `v${'\ufe0f'.repeat(500)}` } },
      { payer: 'p'.repeat(129) },
      { payer: `p${'\ufe0f'.repeat(128)}` },
      { payer: `p${'\ufe0e'.repeat(1_000)}` },
    ];
    for (const terms of long) {
      const { status, body } = await shop.mint(terms);
      expect([status, Object.keys(body['errors'] as object)]).toEqual([400, Object.keys(terms)]);
    }
    expect((await shop.mint({ payer: '😀'.repeat(128) })).status).toBe(200);
  });

  it('are null where they were not sent', async () => {
    const { paymentHash } = await shop.minted();
    expect(await shop.shown(paymentHash)).toMatchObject({ payer: null, maxUses: null, metadata: null });
  });
});

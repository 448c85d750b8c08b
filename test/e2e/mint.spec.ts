import { decodePaymentRequest, parseMerchantId, RootKeys } from '@turnpike/l402';
import { importMacaroon } from 'macaroon';

import { caveatsOf } from '../support/hand-made-tokens.js';
import { after, OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

const OPENED_SECONDS = OPENS_AT.getTime() / 1000;
let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

describe('POST /api/l402/challenges: 200', () => {
  it('is exactly 200 and has all members', async () => {
    const { status, body, headers } = await shop.mint({ resource: '/api/premium/weather', priceSats: 100 });
    expect(status).toBe(200);
    expect(body).toEqual({
      invoice: expect.stringMatching(/^lnbcrt1u1/),
      macaroon: expect.stringMatching(/^[A-Za-z0-9+/]+={0,2}$/),
      paymentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      expiresAt: after(600),
      resource: '/api/premium/weather',
      priceSats: 100,
      mppChallenge: expect.stringMatching(/^Payment id="/),
      tokenExpiresAt: after(3600),
    });
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('x-idempotency-replayed')).toBeNull();
    expect(headers.get('x-api-version')).toBe('1');
  });

  it('takes the least and the most of both compulsory members', async () => {
    const longest = `/${'é'.repeat(1023)}x`;
    expect(Buffer.byteLength(longest)).toBe(2048);
    const terms = { resource: longest, priceSats: 100_000_000 };
    expect((await shop.mint(terms)).body).toMatchObject(terms);
    expect((await shop.mint({ resource: 'a', priceSats: 1 })).body).toMatchObject({
      resource: 'a',
      priceSats: 1,
    });
  });

  it.each([
    ['two slashes', '//dear'],
    ['a trailing slash', '/dear/'],
    ['dots', '/x/../dear'],
    ['escapes and a query', '/a%2Fb?x=1&y=2#z'],
    ['separators of headers and caveats', 'a="b", c:d; path=/x=y'],
    ['blanks around it', '  /padded\u00a0 '],
    ['composed and decomposed letters', '/\u00e9e\u0301'],
    ['characters outside the basic plane', '/😀'],
    ['a route template', '/users/{id}'],
  ])('keeps a resource with %s byte for byte, in answer, caveat and record', async (_what, resource) => {
    const offer = await shop.minted({ resource });
    expect(offer.resource).toBe(resource);
    expect(caveatsOf(offer.macaroon)[0]).toBe(`path=${resource}`);
    expect((await shop.shown(offer.paymentHash))['resource']).toBe(resource);
  });

  it('makes a challenge of its own for every call without a key and a payer', async () => {
    const [one, two] = [await shop.minted(), await shop.minted()];
    expect(two.paymentHash).not.toBe(one.paymentHash);
    expect(two.macaroon).not.toBe(one.macaroon);
  });

  it('ignores members that it does not know, and takes null for absent', async () => {
    const absent = {
      description: null,
      maxUses: null,
      payer: null,
      method: null,
      bodySha256: null,
      tokenValiditySeconds: null,
      metadata: null,
    };
    const { status, body } = await shop.mint({ ...absent, status: 'paid', macaroon: 7, merchantId: 1 });
    expect(status).toBe(200);
    expect(body).toMatchObject({ resource: '/r', tokenExpiresAt: after(3600) });
  });

  it('tells of the challenge once, without invoice, macaroon or wallet', async () => {
    const offer = await shop.minted({ payer: 'told', metadata: { order: '7' } });
    const { rows } = await shop.pool.query<{ type: string; data: unknown }>({
      text: `SELECT type, data FROM outbox WHERE data ->> 'paymentHash' = $1`,
      values: [offer.paymentHash],
    });
    expect(rows).toEqual([
      {
        type: 'challenge.created',
        data: {
          mode: 'test',
          merchantId: shop.merchant.merchantId,
          paymentHash: offer.paymentHash,
          resource: '/r',
          amountSats: 5,
          settlement: 'open',
          paidAt: null,
          payer: 'told',
          metadata: { order: '7' },
        },
      },
    ]);
  });
});

describe('the invoice of a challenge', () => {
  it('carries amount, hash, expiry and description, on regtest', async () => {
    const offer = await shop.minted({ priceSats: 1234, description: 'One forecast' });
    expect(decodePaymentRequest(offer.invoice, 'regtest')).toMatchObject({
      amountMsat: 1_234_000n,
      paymentHash: offer.paymentHash,
      timestampSeconds: OPENED_SECONDS,
      expirySeconds: 600,
      description: 'One forecast',
    });
  });

  it.each([
    ['empty', ''],
    ['639 bytes long', 'd'.repeat(639)],
    ['639 bytes of longer characters long', `${'ü'.repeat(318)}abc`],
  ])('may have a description that is %s', async (_what, description) => {
    const offer = await shop.minted({ description });
    expect(decodePaymentRequest(offer.invoice, 'regtest').description).toBe(description);
    expect((await shop.shown(offer.paymentHash))['description']).toBe(description);
  });

  it('is made for the longest resource without a description too', async () => {
    const offer = await shop.minted({ resource: `/${'x'.repeat(2047)}` });
    expect((await shop.shown(offer.paymentHash))['description']).toBeNull();
    expect(decodePaymentRequest(offer.invoice, 'regtest').amountMsat).toBe(5_000n);
  });
});

describe('the macaroon of a challenge', () => {
  const read = (macaroon: string) => importMacaroon(Buffer.from(macaroon, 'base64'));

  it('has the four caveats in their order, the opt-in ones after them', async () => {
    const plain = await shop.minted();
    const four = [
      'path=/r',
      `merchant_id=${shop.merchant.merchantId}`,
      'amount_sats=5',
      `expires=${OPENED_SECONDS + 3600}`,
    ];
    expect(caveatsOf(plain.macaroon)).toEqual(four);
    const bound = await shop.minted({ method: 'POST', bodySha256: 'AB'.repeat(32) });
    expect(caveatsOf(bound.macaroon)).toEqual([...four, 'method=POST', `body_sha256=${'ab'.repeat(32)}`]);
  });

  it('is standard base64 of libmacaroons V2 with the payment hash in its identifier', async () => {
    const offer = await shop.minted();
    const bytes = Buffer.from(offer.macaroon, 'base64');
    expect(bytes.toString('base64')).toBe(offer.macaroon);
    expect(bytes[0]).toBe(2);
    const { identifier, location } = read(offer.macaroon);
    expect(location).toBe('turnpike');
    const kid = 1;
    expect(Buffer.from(identifier).toString('hex')).toMatch(
      new RegExp(`^0000${offer.paymentHash}0${kid}[0-9a-f]{62}$`),
    );
  });

  it('is signed under the root key that an independent implementation accepts', async () => {
    const macaroon = read((await shop.minted()).macaroon);
    const keys = shop.api.app.get(RootKeys, { strict: false });
    const merchantId = parseMerchantId(shop.merchant.merchantId)!;
    const { key } = keys.derive('test', merchantId, macaroon.identifier);
    expect(() => macaroon.verify(key, () => null)).not.toThrow();
    const live = keys.derive('live', merchantId, macaroon.identifier).key;
    expect(() => macaroon.verify(live, () => null)).toThrow();
  });
});

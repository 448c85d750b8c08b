import { after, type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

/** A paid challenge whose macaroon looks different in the two alphabets of base64, and needs padding. */
async function paidInBothAlphabets(): Promise<PaidOffer> {
  for (;;) {
    const offer = await shop.paid();
    if (/[+/]/.test(offer.macaroon) && offer.macaroon.endsWith('=')) return offer;
  }
}

describe('POST /api/l402/challenges/verify: 200, admitted', () => {
  it('is exactly 200 and has all members', async () => {
    const offer = await shop.paid({ resource: '/api/premium/weather', priceSats: 100 });
    const { macaroon, preimage } = offer;
    const reply = await shop.verifyReply({ macaroon, preimage });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({
      valid: true,
      resource: '/api/premium/weather',
      merchantId: shop.merchant.merchantId,
      amountSats: 100,
      paymentHash: offer.paymentHash,
      error: null,
      reason: null,
      expiresAt: after(3600),
      usesRemaining: null,
      useId: null,
    });
    expect(reply.headers.get('x-idempotency-replayed')).toBeNull();
  });

  it('counts each use, marks the challenge as paid once and tells it once', async () => {
    const offer = await shop.paid();
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ status: 'unpaid', paidAt: null, uses: 0 });
    shop.at(10);
    for (let i = 0; i < 3; i += 1) expect(await shop.verify(offer)).toMatchObject({ valid: true });
    shop.at(0);
    const paid = { status: 'paid', paidAt: after(10), uses: 3, settlement: 'open' };
    expect(await shop.shown(offer.paymentHash)).toMatchObject(paid);
    const told = `outbox WHERE type = 'challenge.paid' AND data ->> 'paymentHash' = $1`;
    expect(await shop.count(told, [offer.paymentHash])).toBe(1);
  });

  it('takes the macaroon in either alphabet of base64, padded or not, with blanks around it', async () => {
    const { macaroon, preimage } = await paidInBothAlphabets();
    const urlSafe = macaroon.replaceAll('+', '-').replaceAll('/', '_');
    const spellings = [
      macaroon,
      urlSafe,
      macaroon.replace(/=+$/, ''),
      urlSafe.replace(/=+$/, ''),
      ` ${macaroon} `,
    ];
    for (const each of spellings) {
      expect(await shop.verify({ macaroon: each, preimage })).toMatchObject({ valid: true });
    }
  });

  it('takes a macaroon with another location or none, as it is not signed', async () => {
    const offer = await shop.paid();
    const bytes = Buffer.from(offer.macaroon, 'base64');
    const rest = bytes.subarray(2 + 1 + 'turnpike'.length);
    for (const location of [Buffer.alloc(0), Buffer.from('\u0001\u0005lsat!')]) {
      const macaroon = Buffer.concat([Buffer.of(2), location, rest]).toString('base64');
      expect(await shop.verify({ ...offer, macaroon })).toMatchObject({ valid: true });
    }
  });

  it.each([
    ['in upper case', (preimage: string) => preimage.toUpperCase()],
    ['padded with blanks', (preimage: string) => ` \t${preimage}\r\n`],
  ])('takes the preimage %s', async (_what, spell) => {
    const offer = await shop.paid();
    expect(await shop.verify({ ...offer, preimage: spell(offer.preimage) })).toMatchObject({ valid: true });
  });

  it('takes the right resource and amounts', async () => {
    const offer = await shop.paid({ resource: '/a b', priceSats: 50 });
    const contexts = [
      { resource: '/a b' },
      { amountSats: 50 },
      { minAmountSats: 50 },
      { minAmountSats: 1 },
      { resource: '/a b', amountSats: 50, minAmountSats: 49 },
      { resource: null, amountSats: null, minAmountSats: null, method: null, bodySha256: null },
    ];
    for (const context of contexts) expect(await shop.verify(offer, context)).toMatchObject({ valid: true });
  });

  it('takes the bound method and body, a HEAD for a GET, and hex in either case', async () => {
    const bodySha256 = 'ab'.repeat(32);
    const get = await shop.paid({ method: 'GET' });
    for (const method of ['GET', 'HEAD'])
      expect(await shop.verify(get, { method })).toMatchObject({ valid: true });
    const put = await shop.paid({ method: 'PUT', bodySha256 });
    for (const hash of [bodySha256, bodySha256.toUpperCase()]) {
      expect(await shop.verify(put, { method: 'PUT', bodySha256: hash })).toMatchObject({ valid: true });
    }
  });

  it('ignores method and body of the request where the token names none', async () => {
    const offer = await shop.paid();
    const context = { method: 'not a method', bodySha256: 'not a hash' };
    expect(await shop.verify(offer, context)).toMatchObject({ valid: true });
  });

  it('ignores members that it does not know', async () => {
    expect(await shop.verify(await shop.paid(), { valid: false, merchantId: 1 })).toMatchObject({
      valid: true,
    });
  });

  it('comes for every key of the merchant and mode that may verify', async () => {
    const offer = await shop.paid();
    const verifier = await shop.newKey('challenges:verify');
    expect(await shop.verify(offer, {}, verifier)).toMatchObject({ valid: true });
  });
});

describe('POST /api/l402/challenges/verify: 400', () => {
  it.each([
    ['is missing', {}],
    ['is null', { preimage: null }],
    ['is blank', { preimage: ' \t' }],
    ['is missing beside a macaroon', { macaroon: 'x' }],
  ])('when the preimage %s and there is no credential', async (_what, body) => {
    const { status, body: problem } = await shop.verifyReply(body);
    expect([status, problem['error']]).toEqual([400, 'validation_failed']);
    expect(problem['errors']).toHaveProperty('preimage');
  });
});

describe('POST /api/l402/challenges/verify: 401 and 403', () => {
  it('wants a key that may verify', async () => {
    const path = '/api/l402/challenges/verify';
    expect((await shop.api.call('POST', path, null, {})).body['error']).toBe('missing_api_key');
    expect((await shop.api.call('POST', path, 'tp_test_x', {})).body['error']).toBe('invalid_api_key');
    const minter = await shop.newKey('challenges:write', 'challenges:read');
    const { status, body } = await shop.verifyReply({}, minter);
    expect({ status, body }).toMatchObject({
      status: 403,
      body: { error: 'scope_missing', required_scope: 'challenges:verify', current_plan: 'unlimited' },
    });
  });

  it('tells an inactive merchant the plan, whatever the credential', async () => {
    const { merchantId, testKey } = await shop.api.newMerchant();
    await shop.setActive(merchantId, false);
    const { status, body } = await shop.verifyReply({ macaroon: 'x', preimage: 'x' }, testKey);
    expect({ status, body }).toMatchObject({
      status: 403,
      body: { error: 'l402_not_enabled', current_plan: 'unlimited', action_required: expect.any(String) },
    });
  });
});

describe('POST /api/l402/challenges/verify: 429', () => {
  it('counts calls per key, garbage included, and commits and releases with them', async () => {
    const limited = await SandboxShop.open({ RATE_LIMIT_VERIFY: '2' });
    const garbage = { macaroon: 'x', preimage: 'x' };
    expect((await limited.verifyReply(garbage)).headers.get('x-ratelimit-remaining')).toBe('1');
    expect((await limited.post('/api/l402/uses/use_x/commit')).status).toBe(404);
    const refused = await limited.verifyReply(garbage);
    expect([refused.status, refused.body['error'], refused.headers.get('retry-after')]).toEqual([
      429,
      'rate_limited',
      '60',
    ]);
    await limited.close();
  });
});

describe('POST /api/l402/challenges/verify: 503', () => {
  it('says that nothing is known when the use cannot be recorded, and admits nobody', async () => {
    const offer = await shop.paid({ maxUses: 1 });
    const { macaroon, preimage } = offer;
    await shop.pool.query({ text: 'ALTER TABLE challenge_ledger RENAME TO ledger_away' });
    const replies = [];
    for (const more of [{}, { requestId: 'r' }])
      replies.push(await shop.verifyReply({ macaroon, preimage, ...more }));
    await shop.pool.query({ text: 'ALTER TABLE ledger_away RENAME TO challenge_ledger' });
    for (const { status, body, headers } of replies) {
      expect([status, body['error']]).toEqual([503, 'service_unavailable']);
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
      expect(body).not.toHaveProperty('valid');
    }
    expect(await shop.verify(offer)).toMatchObject({ valid: true, usesRemaining: 0 });
  });

  it('is not for garbage, which ends without the database', async () => {
    await shop.pool.query({ text: 'ALTER TABLE challenge_ledger RENAME TO ledger_away' });
    const verdict = await shop.verify({ macaroon: 'x', preimage: 'x' });
    await shop.pool.query({ text: 'ALTER TABLE ledger_away RENAME TO challenge_ledger' });
    expect(verdict).toMatchObject({ valid: false, reason: 'malformed_macaroon' });
  });
});

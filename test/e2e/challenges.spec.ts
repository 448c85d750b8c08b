import { after, SandboxShop } from '../support/sandbox-shop.js';

const PATH = '/api/l402/challenges';
const NOBODYS = 'ab'.repeat(32);
let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

const told = (paymentHash: string) =>
  shop.count(`outbox WHERE type = 'challenge.revoked' AND data ->> 'paymentHash' = $1`, [paymentHash]);

describe('GET /api/l402/challenges/{paymentHash}: 200', () => {
  it('adds invoice and description to what the list shows', async () => {
    const offer = await shop.minted({ description: 'One forecast' });
    const { body } = await shop.get(`${PATH}?limit=1`);
    const [listed] = body['challenges'] as object[];
    expect(await shop.shown(offer.paymentHash)).toEqual({
      ...listed,
      invoice: offer.invoice,
      description: 'One forecast',
    });
  });

  it('takes the hash in upper case', async () => {
    const { paymentHash } = await shop.minted();
    expect(await shop.shown(paymentHash.toUpperCase())).toMatchObject({ paymentHash });
  });

  it('counts committed and reserved uses, not released ones', async () => {
    const offer = await shop.paid({ maxUses: 5 });
    await shop.verify(offer);
    await shop.verify(offer, { reserve: true });
    const { useId } = await shop.verify(offer, { reserve: true });
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 3, maxUses: 5 });
    await shop.post(`/api/l402/uses/${useId}/release`);
    expect(await shop.shown(offer.paymentHash)).toMatchObject({ uses: 2, maxUses: 5 });
  });
});

describe('POST /api/l402/challenges/{paymentHash}/revoke: 200', () => {
  it('gives the challenge as it is now', async () => {
    const offer = await shop.minted();
    const before = await shop.shown(offer.paymentHash);
    shop.at(30);
    const { status, body } = await shop.revoke(offer.paymentHash);
    expect(status).toBe(200);
    expect(body).toEqual({ ...before, revokedAt: after(30) });
    expect(await shop.shown(offer.paymentHash)).toEqual(body);
    shop.at(0);
  });

  it('again changes nothing, and is told once', async () => {
    const offer = await shop.minted();
    const first = await shop.revoke(offer.paymentHash);
    shop.at(30);
    const again = await shop.revoke(offer.paymentHash.toUpperCase());
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await told(offer.paymentHash)).toBe(1);
    shop.at(0);
  });

  it('ends the token at once, used or not, on every lane', async () => {
    const offer = await shop.paid({ maxUses: 9 });
    await shop.verify(offer);
    await shop.verify(offer, { requestId: 'a' });
    await shop.revoke(offer.paymentHash);
    for (const more of [{}, { requestId: 'a' }, { requestId: 'b' }, { reserve: true }]) {
      expect(await shop.verify(offer, more)).toMatchObject({
        valid: false,
        reason: 'revoked',
        error: 'Token revoked',
      });
    }
  });

  it('leaves reservations to be committed or released', async () => {
    const offer = await shop.paid({ maxUses: 2 });
    const ids = [await shop.verify(offer, { reserve: true }), await shop.verify(offer, { reserve: true })];
    await shop.revoke(offer.paymentHash);
    expect((await shop.post(`/api/l402/uses/${ids[0]!.useId}/commit`)).body).toMatchObject({
      state: 'committed',
    });
    expect((await shop.post(`/api/l402/uses/${ids[1]!.useId}/release`)).body).toMatchObject({
      state: 'released',
    });
  });

  it('takes an expired, an unpaid and a paid challenge', async () => {
    const [expired, paid] = [await shop.minted(), await shop.paid()];
    await shop.verify(paid);
    shop.at(10_000);
    for (const { paymentHash } of [expired, paid]) {
      expect((await shop.revoke(paymentHash)).body).toMatchObject({ revokedAt: after(10_000) });
    }
    shop.at(0);
  });

  it('takes a JSON object as its body, and needs none', async () => {
    const { paymentHash } = await shop.minted();
    expect((await shop.post(`${PATH}/${paymentHash}/revoke`, { reason: 'refund' })).status).toBe(200);
    expect((await shop.post(`${PATH}/${paymentHash}/revoke`, '')).status).toBe(200);
  });
});

describe('401, 403', () => {
  const routes = (hash = NOBODYS): [method: string, path: string, scope: string][] => [
    ['GET', PATH, 'challenges:read'],
    ['GET', `${PATH}/${hash}`, 'challenges:read'],
    ['GET', `${PATH}/${hash}/uses`, 'challenges:read'],
    ['POST', `${PATH}/${hash}/revoke`, 'challenges:write'],
    ['POST', '/api/l402/uses/use_x/commit', 'challenges:verify'],
    ['POST', '/api/l402/uses/use_x/release', 'challenges:verify'],
  ];

  it.each(routes())(
    '%s %s wants a key with the scope %s, which no other scope implies',
    async (method, path, scope) => {
      expect((await shop.api.call(method, path, null)).body['error']).toBe('missing_api_key');
      expect((await shop.api.call(method, path, ' ')).body['error']).toBe('missing_api_key');
      expect((await shop.api.call(method, path, 'tp_test_x')).body['error']).toBe('invalid_api_key');
      const all = ['challenges:write', 'challenges:verify', 'challenges:read', 'merchant:admin'];
      const others = await shop.newKey(...all.filter((each) => each !== scope));
      expect((await shop.api.call(method, path, others)).body).toMatchObject({
        error: 'scope_missing',
        status: 403,
        required_scope: scope,
        current_plan: 'unlimited',
      });
      const right = await shop.newKey(scope);
      expect([200, 404]).toContain((await shop.api.call(method, path, right)).status);
    },
  );

  it('an inactive merchant may still read and revoke', async () => {
    const { merchantId, testKey } = await shop.api.newMerchant();
    const offer = await shop.paid({}, {}, testKey);
    await shop.setActive(merchantId, false);
    expect((await shop.verifyReply(offer, testKey)).status).toBe(403);
    expect(await shop.shown(offer.paymentHash, testKey)).toMatchObject({ status: 'unpaid' });
    expect((await shop.revoke(offer.paymentHash, testKey)).status).toBe(200);
  });
});

describe('404', () => {
  it.each([NOBODYS, NOBODYS.slice(1), `${NOBODYS}0`, 'zz'.repeat(32), 'x', '%20', '%27', '😀', '..%2f'])(
    'for the payment hash %s, on get, revoke and uses',
    async (hash) => {
      const path = `${PATH}/${encodeURI(decodeURI(hash))}`;
      for (const [method, suffix] of [
        ['GET', ''],
        ['POST', '/revoke'],
        ['GET', '/uses'],
      ] as const) {
        const { status, body } = await shop.api.call(method, path + suffix, shop.key);
        expect([status, body['error']]).toEqual([404, 'not_found']);
      }
    },
  );
});

describe('429', () => {
  it('counts reads and other writes per key, apart from each other', async () => {
    const limited = await SandboxShop.open({ RATE_LIMIT_READ: '1', RATE_LIMIT_WRITE: '1' });
    const revoke = () => limited.revoke(NOBODYS);
    const read = () => limited.get(PATH);
    expect([(await read()).status, (await read()).status]).toEqual([200, 429]);
    expect([(await revoke()).status, (await revoke()).status]).toEqual([404, 429]);
    expect((await limited.mint()).status).toBe(200);
    await limited.close();
  });
});

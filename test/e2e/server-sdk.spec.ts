import { L402ApiError, L402AuthError, L402Server } from '@turnpike/server-sdk';

import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let client: L402Server;

beforeAll(async () => {
  shop = await SandboxShop.open();
  client = new L402Server({ apiKey: shop.key, baseUrl: shop.api.baseUrl });
});

afterAll(() => shop.close());

async function bought(terms: Partial<Parameters<L402Server['createChallenge']>[0]> = {}) {
  const challenge = await client.createChallenge({ resource: '/sdk', priceSats: 7, ...terms });
  const { body } = await shop.pay(challenge.invoice);
  return { ...challenge, preimage: String(body['preimage']) };
}

describe('the server SDK on an instance', () => {
  it('mints on all terms and verifies', async () => {
    const terms = { description: 'A report', payer: 'p', method: 'GET', tokenValiditySeconds: 600 };
    const { macaroon, preimage, paymentHash, tokenExpiresAt } = await bought({
      ...terms,
      metadata: { a: 'b' },
    });
    const question = { resource: '/sdk', minAmountSats: 7, method: 'HEAD' };
    expect(await client.verifyToken({ macaroon, preimage, ...question })).toEqual({
      valid: true,
      resource: '/sdk',
      merchantId: shop.merchant.merchantId,
      amountSats: 7,
      paymentHash,
      expiresAt: tokenExpiresAt,
    });
    expect(await client.getChallenge(paymentHash)).toMatchObject({
      payer: 'p',
      status: 'paid',
      metadata: { a: 'b' },
    });
  });

  it('tells why a credential is refused, as a value', async () => {
    const { macaroon, preimage } = await bought();
    const verdict = await client.verifyToken({ macaroon, preimage, resource: '/dear' });
    expect(verdict).toEqual({
      valid: false,
      reason: 'wrong_resource',
      error: 'Token bound to a different resource',
    });
  });

  it('says that a challenge or an admission was given before', async () => {
    const terms = { resource: '/sdk', priceSats: 7, idempotencyKey: 'again' };
    expect((await client.createChallenge(terms)).replayed).toBeUndefined();
    expect((await client.createChallenge(terms)).replayed).toBe(true);
    const { macaroon, preimage } = await bought();
    const question = { macaroon, preimage, requestId: 'r1' };
    expect((await client.verifyToken(question)).replayed).toBeUndefined();
    expect((await client.verifyToken(question)).replayed).toBe(true);
  });

  it('reserves, commits and releases uses, and lists them', async () => {
    const { macaroon, preimage, paymentHash } = await bought({ maxUses: 2 });
    const reserved = async (requestId: string) => {
      const { useId } = await client.verifyToken({ macaroon, preimage, requestId, reserve: true });
      if (useId === undefined) throw new Error('nothing was reserved');
      return useId;
    };
    const [one, other] = [await reserved('one'), await reserved('other')];
    expect(await client.commitUse(one)).toMatchObject({ state: 'committed', usesRemaining: 0 });
    expect(await client.releaseUse(other)).toMatchObject({ state: 'released', usesRemaining: 1 });
    await expect(client.releaseUse(one)).rejects.toMatchObject({
      statusCode: 409,
      code: 'use_state_conflict',
    });
    const { uses, total } = await client.listUses(paymentHash, { limit: 1 });
    expect([uses.length, total]).toEqual([1, 2]);
  });

  it('lists and revokes', async () => {
    const { macaroon, preimage, paymentHash } = await bought();
    expect((await client.revokeChallenge(paymentHash)).revokedAt).not.toBeNull();
    expect(await client.verifyToken({ macaroon, preimage })).toMatchObject({ reason: 'revoked' });
    const { challenges } = await client.listChallenges({ limit: 200 });
    expect(challenges.map((one) => one.paymentHash)).toContain(paymentHash);
  });

  it('names what the instance refuses', async () => {
    const stranger = new L402Server({ apiKey: 'tp_test_wrong', baseUrl: shop.api.baseUrl });
    await expect(stranger.listChallenges()).rejects.toBeInstanceOf(L402AuthError);
    const nothing = client.getChallenge('00'.repeat(32));
    await expect(nothing).rejects.toBeInstanceOf(L402ApiError);
    await expect(nothing).rejects.toMatchObject({ statusCode: 404, code: 'not_found' });
  });
});

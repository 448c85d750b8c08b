import { parseCredential } from '@turnpike/http402';
import { MintChallenge, VerifyCredential, type VerifyRequest } from '@turnpike/challenges';
import { ServiceUnavailable } from '@turnpike/problems';
import { ChargePayer, type PaidRequest, ServedProxies, UseOutcomes } from '@turnpike/proxies';
import { GatewayScene } from '../support/gateway-scene.js';

describe('while the database is away', () => {
  it('paywall fails open, paying twice: nothing unpaid passes, and nobody who has paid is asked to pay again', async () => {
    const scene = await GatewayScene.open();
    const { path } = await scene.proxy();
    const authorization = await scene.buy(`${path}/a`);
    expect((await scene.call(`${path}/a`, { authorization })).status).toBe(200);
    const seen = scene.upstream.seen.length;
    await scene.shop.database.drop();
    // Known still, or known no more: it makes no difference to what is answered.
    for (let time = 0; time < 3; time += 1) {
      const paid = await scene.call(`${path}/a`, { authorization });
      expect(paid).toMatchObject({ status: 503, body: { error: 'verification_unavailable' } });
      expect(paid.headers.get('www-authenticate')).toBeNull();
      expect(Number(paid.headers.get('retry-after'))).toBeGreaterThan(0);
      const unpaid = await scene.call(`${path}/other`);
      expect([unpaid.status, unpaid.headers.get('www-authenticate')]).toEqual([503, null]);
    }
    expect(scene.upstream.seen).toHaveLength(seen);
    expect((await scene.call('/health/ready')).status).toBe(503);
    await scene.close();
  });
});

const terms: PaidRequest = {
  ...{ resource: '/r', method: 'GET', priceSats: 1, minAmountSats: 1, description: '', payer: null },
  ...{ maxUses: null, tokenValiditySeconds: null, metadata: null, reserveSeconds: null },
};
const call = { alsoSent: () => [], beforeAsking: () => Promise.resolve() };

describe('a verification that throws', () => {
  it('paywall fails open, paying twice: is 503 and never a challenge', async () => {
    const verify = { run: () => Promise.reject(new Error('broken')) } as unknown as VerifyCredential;
    const mint = { run: () => Promise.reject(new Error('must not be asked')) };
    const charging = new ChargePayer(mint as never, verify, undefined as never);
    const credential = { scheme: 'l402', carrier: 'authorization', macaroon: 'a', preimage: 'b' } as const;
    await expect(charging.run({} as never, terms, credential, call)).rejects.toMatchObject({ status: 503 });
  });
});

describe('the names of requests whose answer was lost', () => {
  it('are not pushed out by sales that are known by their payment, whose name needs no remembering', async () => {
    const asked: VerifyRequest[] = [];
    const verify = {
      run: (_seller: unknown, question: VerifyRequest) => {
        asked.push(question);
        return Promise.reject(new Error('no answer'));
      },
    };
    const charging = new ChargePayer(undefined as never, verify as never, undefined as never);
    const ask = (request: PaidRequest, credential: string): Promise<unknown> =>
      charging
        .run({} as never, request, { scheme: 'payment', carrier: 'authorization', credential }, call)
        .catch(() => undefined);
    await ask(terms, 'counted');
    for (let sale = 0; sale < 1_000; sale += 1)
      await ask({ ...terms, isKnownByPayment: true }, `sale ${String(sale)}`);
    await ask(terms, 'counted');
    expect(asked.at(-1)?.requestId).toEqual(expect.any(String));
    expect(asked.at(-1)?.requestId).toBe(asked[0]?.requestId);
  });
});

/** A sale of one use, whose payer asks while the first `times` answers of verify are lost once they are counted. */
async function withLostAnswers(times: number, reserveSeconds: number | null) {
  const scene = await GatewayScene.open();
  const proxy = await scene.proxy();
  await scene.endpoint(proxy, { maxUses: 1, reserve: reserveSeconds !== null });
  const path = `${proxy.path}/one`;
  const authorization = await scene.buy(path);
  const part = <T>(type: abstract new (...args: never[]) => T): T =>
    scene.shop.api.app.get<T>(type, { strict: false });
  const served = await part(ServedProxies).find(proxy.proxyId);
  let lost = 0;
  const losing = {
    run: async (...asked: Parameters<VerifyCredential['run']>) => {
      const result = await part(VerifyCredential).run(...asked);
      if (lost === times) return result;
      lost += 1;
      throw new ServiceUnavailable(1);
    },
  };
  const charging = new ChargePayer(part(MintChallenge), losing as VerifyCredential, part(UseOutcomes));
  const request = { ...terms, resource: path, maxUses: 1, reserveSeconds };
  const credential = parseCredential([['authorization', authorization]]);
  const ask = () => charging.run(part(ServedProxies).principalOf(served!), request, credential, call);
  return { scene, path, authorization, ask };
}

describe('a use whose verification was counted while its answer was lost', () => {
  it('is given back where it was reserved, though it takes more than one try', async () => {
    const { scene, path, authorization, ask } = await withLostAnswers(2, 90);
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    await scene.untilUses(authorization, 'released');
    expect((await scene.call(path, { authorization })).status).toBe(200);
    await scene.close();
  });

  it('serves its payer when they come again where it was not, once, and nobody pays twice', async () => {
    const { scene, ask } = await withLostAnswers(2, null);
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    expect(await ask()).toMatchObject({ paid: { valid: true, usesRemaining: 0 } });
    expect(await ask()).toMatchObject({ asked: { body: { reason: 'used_up' } } });
    await scene.close();
  });
});

import { ChargePayer } from '@turnpike/proxies';
import { VerifyCredential } from '@turnpike/challenges';
import { GatewayScene } from '../support/gateway-scene.js';

describe('while the database is away', () => {
  it('nothing unpaid passes, and nobody who has paid is asked to pay again', async () => {
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

describe('a verification that throws', () => {
  it('is 503 and never a challenge', async () => {
    const verify = { run: () => Promise.reject(new Error('broken')) } as unknown as VerifyCredential;
    const mint = { run: () => Promise.reject(new Error('must not be asked')) };
    const charging = new ChargePayer(mint as never, verify);
    const request = {
      ...{ resource: '/r', method: 'GET', priceSats: 1, minAmountSats: 1, description: '', maxUses: null },
      ...{ tokenValiditySeconds: null, metadata: null, reserveSeconds: null },
    };
    const credential = { scheme: 'l402', carrier: 'authorization', macaroon: 'a', preimage: 'b' } as const;
    const call = { alsoSent: () => [], beforeAsking: () => Promise.resolve() };
    await expect(charging.run({} as never, request, credential, call)).rejects.toMatchObject({ status: 503 });
  });
});

import { listenAsGateway, type ListeningGateway } from '../../apps/gateway/src/bootstrap.js';
import { PruneChallenges } from '@turnpike/challenges';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';
import { attenuated, caveatsOf } from '../support/hand-made-tokens.js';

const HOUR_SECONDS = 3_600;
let scene: GatewayScene;
let proxy: SceneProxy;
let once: string;
const others: ListeningGateway[] = [];

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy();
  await scene.endpoint(proxy, { path: '/once', maxUses: 1 });
  once = `${proxy.path}/once`;
});

afterAll(async () => {
  for (const gateway of others) await gateway.close();
  await scene.close();
});

/** Another gateway of the same configuration: a second node, or the first after a restart. */
async function another(): Promise<ListeningGateway> {
  const env = Object.freeze({ ...scene.shop.api.env, port: 0 });
  const gateway = await listenAsGateway({ env, clock: scene.shop.api.clock });
  others.push(gateway);
  return gateway;
}

const halves = (authorization: string): [macaroon: string, preimage: string] => {
  const [, macaroon = '', preimage = ''] = /^L402 ([^:]*):(.*)$/.exec(authorization) ?? [];
  return [macaroon, preimage];
};

/** What a path answers at that gateway: the status, and the reason of a refusal. */
async function answers(
  path: string,
  authorization: string,
  { localUrl } = scene.gateway as { localUrl: string },
) {
  const answer = await fetch(localUrl + path, { headers: { authorization } });
  const text = await answer.text();
  return answer.status === 402 ? (JSON.parse(text) as { reason: string }).reason : answer.status;
}

async function prune(): Promise<void> {
  const pruning = scene.shop.api.app.get(PruneChallenges, { strict: false });
  while ((await pruning.run(scene.shop.api.clock.now())) > 0);
}

describe('lessons from defects in other servers, at the gateway', () => {
  it('widened caveat: an appended later expiry, other amount, path or method is refused', async () => {
    const [macaroon, preimage] = halves(await scene.buy(`${proxy.path}/a`));
    for (const caveat of ['expires=4102444800', 'amount_sats=100', `path=${proxy.path}/b`, 'method=POST'])
      for (const path of ['/a', '/b'])
        expect(await answers(proxy.path + path, `L402 ${attenuated(macaroon, caveat)}:${preimage}`)).toBe(
          'caveat_not_allowed',
        );
  });

  it('replay keyed by string: re-encoded or attenuated copies share one counter', async () => {
    const authorization = await scene.buy(once);
    expect(await answers(once, authorization)).toBe(200);
    const [macaroon, preimage] = halves(authorization);
    const bytes = Buffer.from(macaroon, 'base64');
    const copies = [bytes.toString('base64url'), attenuated(macaroon, `preimage=${preimage}`)];
    for (const copy of copies)
      expect(await answers(once, `LSAT ${copy}:${preimage.toUpperCase()}`)).toBe('used_up');
  });

  it('replay race: 50 parallel calls on two nodes with a single-use token: one success', async () => {
    const nodes = [scene.gateway, await another()];
    const authorization = await scene.buy(once);
    const all = Array.from({ length: 50 }, (_one, at) => answers(once, authorization, nodes[at % 2]));
    const seen = await Promise.all(all);
    expect(seen.filter((answer) => answer === 200)).toHaveLength(1);
    expect(new Set(seen)).toEqual(
      new Set([200, 503, 'used_up'].filter((one) => seen.includes(one as never))),
    );
    await scene.untilUses(authorization, 'committed');
  });

  it('random key per restart: a token sold before it verifies after it', async () => {
    const authorization = await scene.buy(`${proxy.path}/a`);
    expect(await answers(`${proxy.path}/a`, authorization, await another())).toBe(200);
  });

  it('expiry fixed at start-up, ms for s: `expires` follows the mint, in seconds', async () => {
    const { clock } = scene.shop.api;
    for (let time = 0; time < 2; time += 1) {
      clock.advanceSeconds(100);
      const [macaroon] = halves(await scene.buy(`${proxy.path}/a`));
      const expires = Math.floor(clock.now().getTime() / 1000) + HOUR_SECONDS;
      expect(caveatsOf(macaroon)).toContain(`expires=${String(expires)}`);
    }
  });

  it('error oracle: each bit flip outside the location is refused, and no answer tells key or state', async () => {
    const authorization = await scene.buy(`${proxy.path}/a`);
    const [macaroon, preimage] = halves(authorization);
    const bytes = Buffer.from(macaroon, 'base64');
    const reasons = new Set<string | number>();
    for (let at = 1 + 2 + 'turnpike'.length; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      reasons.add(await answers(`${proxy.path}/a`, `L402 ${flipped.toString('base64')}:${preimage}`));
    }
    const told = ['invalid_preimage', 'invalid_signature', 'malformed_macaroon', 'wrong_merchant'];
    expect([...reasons].sort()).toEqual(told);
    expect(await answers(`${proxy.path}/a`, authorization)).toBe(200);
  });

  it.each([
    ['loopback', 'http://[::1]'],
    ['private', 'http://10.0.0.1'],
    ['link-local', 'http://169.254.1.1'],
    ['metadata', 'http://169.254.169.254'],
    ['IPv6-mapped', 'http://[::ffff:10.0.0.1]'],
    ['a number', 'http://2130706434'],
  ])(
    'SSRF: an upstream that has become %s is refused at connect, and nobody is charged',
    async (_what, url) => {
      const moved = await scene.proxy();
      await scene.endpoint(moved, { maxUses: 1 });
      await scene.shop.pool.query({
        text: 'UPDATE proxy SET target_base_url = $2 WHERE public_id = $1',
        values: [moved.proxyId, url],
      });
      const authorization = await scene.buy(`${moved.path}/one`);
      const { status, text } = await scene.call(`${moved.path}/one`, { authorization });
      expect(status).toBe(502);
      expect(text).not.toContain(new URL(url).hostname);
      expect(await scene.uses(authorization)).toEqual(['released']);
    },
  );

  // The last one, since it moves the clock beyond every token.
  it('replay after the store’s TTL: use counts outlive `expires`; pruning and restarts change nothing', async () => {
    const authorization = await scene.buy(once);
    expect(await answers(once, authorization)).toBe(200);
    await scene.untilUses(authorization, 'committed');
    await prune();
    expect(await answers(once, authorization, await another())).toBe('used_up');
    const bought = scene.shop.api.clock.now();
    for (const days of [0.5, 3, 40]) {
      scene.shop.api.clock.set(new Date(bought.getTime() + days * 86_400_000));
      await prune();
      expect(await answers(once, authorization, await another())).toBe('expired');
    }
    // And where a clock goes wrong: without its row a token is good for nothing.
    scene.shop.api.clock.set(bought);
    expect(['used_up', 'unknown_challenge']).toContain(await answers(once, authorization));
  });
});

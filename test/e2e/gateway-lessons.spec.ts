import { createHash, randomBytes } from 'node:crypto';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';

let scene: GatewayScene;
let proxy: SceneProxy;

beforeAll(async () => {
  scene = await GatewayScene.open({ RATE_LIMIT_GATEWAY: '1000' });
  proxy = await scene.proxy({ authHeader: 'Authorization', authValue: 'Bearer ours' });
});

beforeEach(() => {
  scene.upstream.respond = (_request, response) => response.end('fine');
});

afterAll(() => scene.close());

const halves = (authorization: string): [macaroon: string, preimage: string] => {
  const [, macaroon = '', preimage = ''] = /^L402 ([^:]*):(.*)$/.exec(authorization) ?? [];
  return [macaroon, preimage];
};

/** What nobody has paid for gets nothing: a challenge, and no word from the upstream. */
async function expectRefused(path: string, headers: Record<string, string>, init = {}): Promise<string> {
  const before = scene.upstream.seen.length;
  const { status, body } = await scene.call(path, headers, init);
  expect([status, scene.upstream.seen.length]).toEqual([402, before]);
  return String(body['reason']);
}

describe('lessons from defects in other servers', () => {
  it('unsigned token', async () => {
    const preimage = randomBytes(32);
    const hash = createHash('sha256').update(preimage).digest();
    const [macaroon] = halves(await scene.buy(`${proxy.path}/a`));
    const forged = Buffer.from(macaroon, 'base64');
    const at = forged.indexOf(0x42) + 1;
    hash.copy(forged, at + 2);
    const authorization = `L402 ${forged.toString('base64')}:${preimage.toString('hex')}`;
    expect(await expectRefused(`${proxy.path}/a`, { authorization })).toBe('invalid_signature');
  });

  it('preimage alone accepted', async () => {
    const [, preimage] = halves(await scene.buy(`${proxy.path}/a`));
    for (const authorization of [`L402 :${preimage}`, `Payment method="lightning", preimage="${preimage}"`])
      await expectRefused(`${proxy.path}/b`, { authorization });
  });

  it('minting as DoS', async () => {
    const strict = await GatewayScene.open({ RATE_LIMIT_GATEWAY: '3' });
    const { path } = await strict.proxy();
    const statuses = [];
    for (let time = 0; time < 5; time += 1) {
      const authorization = time % 2 === 0 ? 'L402 garbage:garbage' : 'Bearer x';
      statuses.push((await strict.call(`${path}/x`, { authorization })).status);
    }
    expect(statuses).toEqual([402, 402, 402, 429, 429]);
    const refused = await strict.call(`${path}/x`);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await strict.shop.count('challenge')).toBe(3);
    // forged X-Forwarded-For: nobody is trusted here, so it makes nobody else of the caller.
    expect((await strict.call(`${path}/x`, { 'x-forwarded-for': '203.0.113.9' })).status).toBe(429);
    await strict.close();
  });

  it('forged X-Forwarded-For', async () => {
    const trusting = await GatewayScene.open({ RATE_LIMIT_GATEWAY: '1', TRUSTED_PROXIES: '127.0.0.1' });
    const { path } = await trusting.proxy();
    const from = async (address: string) =>
      (await trusting.call(`${path}/x`, { 'x-forwarded-for': address })).status;
    // The last address is what the trusted proxy saw; what stands before it, anybody may have written.
    const statuses = [
      await from('203.0.113.9'),
      await from('203.0.113.9'),
      await from('1.1.1.1, 203.0.113.9'),
    ];
    expect([...statuses, await from('203.0.113.10')]).toEqual([402, 429, 429, 402]);
    await trusting.close();
  });

  it('header added, not set', async () => {
    const authorization = await scene.buy(`${proxy.path}/a`);
    await scene.call(`${proxy.path}/a`, { authorization });
    expect(scene.upstream.last.distinct['authorization']).toEqual(['Bearer ours']);
    await scene.call(`${proxy.path}/a`, {
      'x-l402-authorization': authorization,
      authorization: 'Bearer theirs',
    });
    expect(scene.upstream.last.distinct['authorization']).toEqual(['Bearer ours']);
    expect(JSON.stringify(scene.upstream.last)).not.toContain(halves(authorization)[1]);
  });

  it('caveat injection', async () => {
    for (const path of ['/a=b,c:d', '/a%0aexpires=9', '/a%00b', '/a%22,x=%22']) {
      const { status, body } = await scene.call(proxy.path + path);
      if (status === 400) continue;
      const { macaroon, resource } = body['l402'] as Record<string, string>;
      expect(Buffer.from(String(macaroon), 'base64').toString('latin1')).toContain(
        `path=${String(resource)}`,
      );
      expect(resource).not.toMatch(/[\n\0"]/);
    }
  });

  it('path bypass', async () => {
    const authorization = await scene.buy(`${proxy.path}/cheap`);
    for (const path of [
      '/cheap/../dear',
      '/dear',
      '/cheap%2Fdear',
      '/Cheap',
      '//cheap',
      '/cheap;/dear',
      '/%63heap/x',
    ]) {
      const before = scene.upstream.seen.length;
      // As it stands: clients that resolve paths would not send it.
      const { status } = await scene.call(proxy.path + path.replace('..', '%2e%2e'), { authorization });
      expect([400, 402]).toContain(status);
      expect(scene.upstream.seen).toHaveLength(before);
    }
    expect((await scene.call(`${proxy.path}/%63heap/`, { authorization })).status).toBe(200);
  });

  it('method override', async () => {
    const authorization = await scene.buy(`${proxy.path}/a`);
    const overrides = {
      'x-http-method-override': 'DELETE',
      'x-original-url': '/admin',
      'x-rewrite-url': '/admin',
    };
    expect((await scene.call(`${proxy.path}/a`, { authorization, ...overrides })).status).toBe(200);
    const { method, url, headers } = scene.upstream.last;
    expect([method, url]).toEqual(['GET', '/a']);
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-http-method-override']));
    expect(await expectRefused(`${proxy.path}/a`, { authorization }, { method: 'DELETE' })).toBe(
      'wrong_method',
    );
  });

  it('MPP credential across routes', async () => {
    expect(await expectRefused(`${proxy.path}/a`, { authorization: 'Payment e30' })).not.toBe('null');
  });

  it('cross-tenant, cross-mode', async () => {
    const other = await scene.shop.api.newMerchant();
    const theirs = await scene.proxy({}, other.testKey);
    const authorization = await scene.buy(`${theirs.path}/a`, {}, other.testKey);
    expect(await expectRefused(`${proxy.path}/a`, { authorization })).toBe('wrong_merchant');
    const sibling = await scene.proxy();
    const own = await scene.buy(`${sibling.path}/a`);
    expect(await expectRefused(`${proxy.path}/a`, { authorization: own })).toBe('wrong_resource');
  });

  it('credential leakage', async () => {
    const authorization = await scene.buy(`${proxy.path}/a`);
    scene.upstream.respond = (request, response) => response.end(JSON.stringify(request.headers));
    const { text } = await scene.call(`${proxy.path}/a`, {
      authorization,
      cookie: 'tp_session=secret; own=1',
    });
    for (const secret of [...halves(authorization), 'tp_session']) expect(text).not.toContain(secret);
    expect(text).toContain('own=1');
  });

  it('redirects', async () => {
    const authorization = await scene.buy(`${proxy.path}/a`);
    const before = scene.upstream.seen.length;
    for (const location of ['/elsewhere', `${scene.upstream.url}/elsewhere`]) {
      scene.upstream.respond = (_request, response) => response.writeHead(307, { location }).end();
      const reply = await scene.call(`${proxy.path}/a`, { authorization });
      expect([reply.status, reply.headers.get('location')]).toEqual([307, `${proxy.path}/elsewhere`]);
    }
    expect(scene.upstream.seen).toHaveLength(before + 2);
  });

  it('shared challenge', async () => {
    const [one, other] = [await scene.call(`${proxy.path}/a`), await scene.call(`${proxy.path}/a`)];
    const hashOf = ({ body }: typeof one) => (body['l402'] as Record<string, string>)['payment_hash'];
    expect(hashOf(one)).not.toBe(hashOf(other));
  });

  it('pages of an upstream on our own host', async () => {
    scene.upstream.respond = (_request, response) => {
      response.writeHead(200, {
        'set-cookie': 'tp_session=x; Path=/',
        'clear-site-data': '"*"',
        'content-type': 'text/html',
      });
      response.end('<script>alert(1)</script>');
    };
    const authorization = await scene.buy(`${proxy.path}/page`);
    const { headers } = await scene.call(`${proxy.path}/page`, { authorization });
    expect(headers.get('set-cookie')).toBeNull();
    expect(headers.get('clear-site-data')).toBeNull();
    expect(headers.get('content-security-policy')).toMatch(/^sandbox(?!.*allow-same-origin)/);
  });
});

import { TextRecords } from '@turnpike/outbound';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';
import { head, sendRaw } from '../support/raw-http.js';

let scene: GatewayScene;
/** What stands in the DNS. */
const records = new Map<string, string[]>();

beforeAll(async () => {
  scene = await GatewayScene.open();
  const dns = scene.shop.api.app.get(TextRecords, { strict: false });
  jest.spyOn(dns, 'find').mockImplementation((name) => Promise.resolve(records.get(name) ?? []));
});

afterAll(() => scene.close());

const HOST = 'paid.shop.example';

async function withHost(key = scene.shop.key): Promise<SceneProxy & { proof: () => Promise<void> }> {
  const proxy = await scene.proxy({ hosts: [HOST] }, key);
  const { body } = await scene.shop.get(proxy.api, key);
  const [host] = body['hosts'] as { txtRecord: { name: string; value: string } }[];
  const proof = async (): Promise<void> => {
    records.set(host!.txtRecord.name, [host!.txtRecord.value]);
    await scene.shop.post(`${proxy.api}/hosts/check`, undefined, {}, key);
  };
  return { ...proxy, proof };
}

/** What the gateway answers under that name. */
async function atHost(path: string, ...lines: string[]) {
  const request = head(`GET ${path}`, ...lines).replace('Host: localhost', `Host: ${HOST}`);
  return sendRaw(scene.gateway.localUrl, request);
}

async function resourceAt(path: string): Promise<unknown> {
  const { status, body } = await atHost(path);
  return status === 402 ? (JSON.parse(body) as { l402: { resource: string } }).l402.resource : status;
}

describe('a host name of a merchant’s own', () => {
  it('leads nowhere before its DNS says so, and then to the proxy, whole', async () => {
    const proxy = await withHost();
    expect(await resourceAt('/v1/x')).toBe(404);
    await scene.shop.post(`${proxy.api}/hosts/check`);
    expect(await resourceAt('/v1/x')).toBe(404);
    await proxy.proof();
    while ((await resourceAt('/v1/x')) === 404);
    expect(await resourceAt('/v1/x')).toBe(`${proxy.path}/v1/x`);
    expect(await resourceAt('/l402/proxy/other-abcd/y')).toBe(`${proxy.path}/l402/proxy/other-abcd/y`);
  });

  it('takes what was bought under the instance’s own name, and lets its upstream keep cookies', async () => {
    const proxy = await withHost();
    await proxy.proof();
    while ((await resourceAt('/v1/x')) !== `${proxy.path}/v1/x`);
    const authorization = await scene.buy(`${proxy.path}/v1/x`);
    scene.upstream.respond = (_request, response) => response.setHeader('set-cookie', 'a=1').end('fine');
    const reply = await atHost('/v1/x', `Authorization: ${authorization}`);
    expect([reply.status, reply.body]).toEqual([200, expect.stringContaining('fine')]);
    expect(reply.lines).toContainEqual(['set-cookie', 'a=1']);
    expect(reply.lines.map(([name]) => name)).not.toContain('content-security-policy');
  });

  it('goes to whoever has its DNS now, though somebody else had it before', async () => {
    const first = await withHost();
    await first.proof();
    const other = await scene.shop.api.newMerchant();
    const second = await withHost(other.testKey);
    const { body } = await scene.shop.post(`${second.api}/hosts/check`, undefined, {}, other.testKey);
    expect(body['hosts']).toMatchObject([{ isProven: false }]);
    await second.proof();
    while ((await resourceAt('/a')) !== `${second.path}/a`);
    const shown = (await scene.shop.get(first.api)).body['hosts'];
    expect(shown).toMatchObject([{ isProven: false }]);
  });

  it('leads nowhere when it is taken away', async () => {
    const proxy = await withHost();
    await proxy.proof();
    await scene.shop.api.call('PUT', proxy.api, scene.shop.key, { hosts: [] });
    while ((await resourceAt('/a')) !== 404);
  });
});

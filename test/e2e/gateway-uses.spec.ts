import { connect } from 'node:net';
import { once } from 'node:events';
import { ReservationSweep } from '@turnpike/challenges';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';
import { UpstreamServer } from '../support/upstream-server.js';

let scene: GatewayScene;
let proxy: SceneProxy;
let path: string;

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy({ timeout: 1 });
  await scene.endpoint(proxy, { path: '/one', maxUses: 2 });
  await scene.endpoint(proxy, { endpointId: 'post', path: '/one', httpMethod: 'POST', maxUses: 2 });
  path = `${proxy.path}/one`;
});

beforeEach(() => {
  scene.upstream.respond = (_request, response) => response.end('fine');
});

afterAll(() => scene.close());

/** A request whose connection the test holds. */
function rawRequest(authorization: string, lines: readonly string[] = [], method = 'GET') {
  const { port } = new URL(scene.gateway.localUrl);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  const head = [`${method} ${path} HTTP/1.1`, 'Host: gateway', `Authorization: ${authorization}`, ...lines];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return socket;
}

describe('a purchase of two uses', () => {
  it('is used up by two answers below 500, whatever they are', async () => {
    const authorization = await scene.buy(path);
    expect((await scene.call(path, { authorization })).status).toBe(200);
    scene.upstream.respond = (_request, response) => response.writeHead(404).end();
    expect((await scene.call(path, { authorization })).status).toBe(404);
    await scene.untilUses(authorization, 'committed', 'committed');
    expect(await scene.call(path, { authorization })).toMatchObject({
      status: 402,
      body: { reason: 'used_up' },
    });
  });

  it('charged, not served: has the use back before the payer sees a 5xx of the upstream, which comes through', async () => {
    const authorization = await scene.buy(path);
    scene.upstream.respond = (_request, response) =>
      response.writeHead(503, { 'x-why': 'busy' }).end('later');
    for (let time = 0; time < 3; time += 1) {
      const reply = await scene.call(path, { authorization });
      expect([reply.status, reply.text, reply.headers.get('x-why')]).toEqual([503, 'later', 'busy']);
      expect(await scene.uses(authorization)).toEqual(Array.from({ length: time + 1 }, () => 'released'));
    }
  });

  it('charged, not served: has the use back when the upstream does not answer in time', async () => {
    const authorization = await scene.buy(path);
    scene.upstream.respond = () => undefined;
    const reply = await scene.call(path, { authorization });
    expect(reply).toMatchObject({ status: 504, body: { error: 'upstream_timeout' } });
    expect(await scene.uses(authorization)).toEqual(['released']);
  });

  it('charged, not served: has the use back when the upstream cannot be reached, or breaks off before it answers', async () => {
    const gone = await UpstreamServer.start();
    const dead = await scene.proxy({ targetBaseUrl: gone.url });
    await scene.endpoint(dead, { path: '/one', maxUses: 1 });
    const authorization = await scene.buy(`${dead.path}/one`);
    const { host } = new URL(gone.url);
    await gone.stop();
    const refused = await scene.call(`${dead.path}/one`, { authorization });
    expect(refused).toMatchObject({ status: 502, body: { error: 'upstream_unreachable' } });
    expect(refused.text).not.toContain(host);
    expect(await scene.uses(authorization)).toEqual(['released']);
    scene.upstream.respond = (request) => request.socket.destroy();
    const other = await scene.buy(path);
    expect((await scene.call(path, { authorization: other })).status).toBe(502);
    expect(await scene.uses(other)).toEqual(['released']);
  });

  it('is charged for an answer that breaks off in its middle, and the payer sees that it did', async () => {
    const authorization = await scene.buy(path);
    scene.upstream.respond = (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    };
    await expect(scene.call(path, { authorization })).rejects.toThrow();
    await scene.untilUses(authorization, 'committed');
  });

  it('has the use back when an upload of ten minutes fails in the end', async () => {
    const authorization = await scene.buy(path, { method: 'POST', body: 'x' });
    scene.upstream.respond = (_request, response) => response.writeHead(500).end();
    const reached = once(scene.upstream.server, 'request');
    const socket = rawRequest(authorization, ['Content-Length: 8'], 'POST');
    socket.write('half');
    await reached;
    scene.shop.api.clock.advanceSeconds(600);
    const sweep = scene.shop.api.app.get(ReservationSweep, { strict: false });
    expect(await sweep.run(scene.shop.api.clock.now())).toBe(0);
    socket.write('half');
    await once(socket, 'data');
    expect(await scene.uses(authorization)).toEqual(['released']);
    socket.destroy();
  });

  it('admits as many at once as it has uses, never more', async () => {
    const authorization = await scene.buy(path);
    const replies = await Promise.all(Array.from({ length: 20 }, () => scene.call(path, { authorization })));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(2);
    await scene.untilUses(authorization, 'committed', 'committed');
  });

  it('is kept, and nobody is asked to pay again, while all its uses are on their way', async () => {
    const authorization = await scene.buy(path);
    const waiting: (() => void)[] = [];
    scene.upstream.respond = (_request, response) => void waiting.push(() => response.end('fine'));
    const both = [scene.call(path, { authorization }), scene.call(path, { authorization })];
    while (waiting.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const third = await scene.call(path, { authorization });
    expect(third).toMatchObject({
      status: 503,
      body: { error: 'verification_unavailable', reason: 'uses_reserved' },
    });
    expect(third.headers.get('www-authenticate')).toBeNull();
    for (const answer of waiting) answer();
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
  });
});

describe('an endpoint without reserve', () => {
  it('charges at once, whatever the upstream does', async () => {
    const own = await scene.proxy();
    await scene.endpoint(own, { maxUses: 1, reserve: false });
    const authorization = await scene.buy(`${own.path}/one`);
    scene.upstream.respond = (_request, response) => response.writeHead(500).end();
    expect((await scene.call(`${own.path}/one`, { authorization })).status).toBe(500);
    expect(await scene.uses(authorization)).toEqual(['committed']);
  });
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ManualClock, parseEnv } from '@turnpike/config';
import { Merchants } from '@turnpike/merchants';
import { WebSocket, WebSocketServer } from 'ws';
import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { openGateway, type OpenGateway } from '../../apps/gateway/src/bootstrap.js';
import { apiVariables } from '../support/listening-api.js';
import { head, sendRaw } from '../support/raw-http.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { UpstreamServer } from '../support/upstream-server.js';

let database: TestDatabase;
let gateway: OpenGateway;
let api: NestFastifyApplication;
let upstream: UpstreamServer;
let baseUrl: string;
let key: string;
const env = () => parseEnv({ ...variables, PORT: '0' });
let variables: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  upstream = await UpstreamServer.start();
  variables = apiVariables(database.url, { ADDRESS_ALLOW: '127.0.0.1' });
  const clock = new ManualClock(new Date());
  gateway = await openGateway({ env: env(), clock });
  api = await createApi({
    env: env(),
    clock,
    listen: true,
    beforeListening: (server) => gateway.attach(server),
  });
  const { port } = api.getHttpServer().address() as AddressInfo;
  baseUrl = `http://127.0.0.1:${String(port)}`;
  const made = await api.get(Merchants, { strict: false }).create({ name: 'M', email: 'm@example.com' });
  key = made.testApiKey;
});

afterAll(async () => {
  await stopApi(api, env());
  await gateway.close();
  await upstream.stop();
  await database.drop();
});

const call = async (method: string, path: string, body?: object, headers = {}) => {
  const answer = await fetch(baseUrl + path, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text() };
};

describe('a gateway on the port of the API', () => {
  it('takes what is its own, and leaves the API what is the API’s', async () => {
    const wish = { name: 'P', targetBaseUrl: upstream.url, defaultPriceSats: 2 };
    const made = await call('POST', '/api/proxy', wish);
    expect(made.status).toBe(201);
    const { proxyUrl } = JSON.parse(made.text) as { proxyUrl: string };
    const asked = await call('POST', `${proxyUrl}/x`, { large: 'x'.repeat(100_000) });
    expect(asked.status).toBe(402);
    const { invoice, macaroon } = (JSON.parse(asked.text) as { l402: Record<string, string> }).l402;
    const paid = JSON.parse((await call('POST', '/api/sandbox/pay', { invoice })).text) as {
      preimage: string;
    };
    const authorization = `L402 ${String(macaroon)}:${paid.preimage}`;
    const large = { large: 'x'.repeat(100_000) };
    expect((await call('POST', `${proxyUrl}/x`, large, { authorization })).text).toBe('fine');
    expect(upstream.last.body).toBe(JSON.stringify(large));
    expect((await call('GET', '/health/live')).status).toBe(200);
    expect((await call('POST', '/api/proxy', large)).status).toBe(413);
    expect((await call('GET', '/l402/test/ping')).status).toBe(404);
  });

  it('passes web sockets on, and lets programs ask the API for HTTP/2 in vain', async () => {
    const echo = new WebSocketServer({ server: upstream.server, path: '/ws' });
    echo.on('connection', (socket) => socket.send('welcome'));
    const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}/l402/proxy/nobodys-abcd/ws`);
    socket.on('error', () => undefined);
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(answer.statusCode).toBe(404);
    const body = '{"resource":"/r","priceSats":1}';
    const reply = await sendRaw(
      baseUrl,
      [
        ...['POST /api/l402/challenges HTTP/1.1', 'Host: a', 'Connection: Upgrade, HTTP2-Settings'],
        ...['Upgrade: h2c', 'HTTP2-Settings: AAM', `X-API-Key: ${key}`, 'Content-Type: application/json'],
        ...[`Content-Length: ${String(body.length)}`, '', body],
      ].join('\r\n') + head('GET /health/live'),
    );
    expect(reply.status).toBe(200);
  });
});

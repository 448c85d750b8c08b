import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { WebSocketServer, WebSocket } from 'ws';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';

const MEGABYTE = 1024 * 1024;
let scene: GatewayScene;
let proxy: SceneProxy;

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy();
});

afterAll(() => scene.close());

beforeEach(() => {
  scene.upstream.respond = (_request, response) => response.end('fine');
});

describe('a stream', () => {
  it('of events comes as they happen', async () => {
    const authorization = await scene.buy(`${proxy.path}/events`);
    let send: (text: string) => void = () => undefined;
    scene.upstream.respond = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      send = (text) => void response.write(`data: ${text}\n\n`);
    };
    const url = `${scene.gateway.localUrl}${proxy.path}/events`;
    const leaving = new AbortController();
    const answer = await fetch(url, { headers: { authorization }, signal: leaving.signal });
    const reader = answer.body!.getReader();
    for (const text of ['one', 'two', 'three']) {
      send(text);
      const { value } = await reader.read();
      expect(Buffer.from(value).toString()).toBe(`data: ${text}\n\n`);
    }
    leaving.abort();
  });

  it('of many megabytes goes up and comes down whole, held back where nobody reads', async () => {
    const size = 24 * MEGABYTE;
    const authorization = await scene.buy(`${proxy.path}/big`, { method: 'PUT' });
    let sent = 0;
    const chunk = Buffer.alloc(MEGABYTE / 4, 'x');
    const paused = new Promise<void>((resolve) => {
      scene.upstream.respond = (_request, response, body) => {
        response.setHeader('x-received', String(body.length));
        const more = (): void => {
          while (sent < size) {
            sent += chunk.length;
            if (!response.write(chunk)) {
              resolve();
              response.once('drain', more);
              return;
            }
          }
          response.end();
        };
        more();
      };
    });
    const url = new URL(`${proxy.path}/big`, scene.gateway.localUrl);
    const asked = httpRequest(url, { method: 'PUT', headers: { authorization } });
    Readable.from(Array.from({ length: 64 }, () => chunk)).pipe(asked);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.pause();
    await paused;
    expect(answer.headers['x-received']).toBe(String(64 * chunk.length));
    expect(sent).toBeLessThan(size);
    let received = 0;
    answer.on('data', (part: Buffer) => (received += part.length)).resume();
    await once(answer, 'end');
    expect(received).toBe(size);
  });

  it('is asked for by 100-continue only once it is paid for', async () => {
    const ask = async (authorization: string | null) => {
      const url = new URL(`${proxy.path}/later`, scene.gateway.localUrl);
      const headers = {
        ...(authorization !== null && { authorization }),
        ...{ expect: '100-continue', 'content-length': '5' },
      };
      const asked = httpRequest(url, { method: 'PUT', headers });
      let continued = false;
      asked.on('continue', () => {
        continued = true;
        asked.end('hello');
      });
      asked.flushHeaders();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      answer.resume();
      asked.destroy();
      return [answer.statusCode, continued];
    };
    expect(await ask(null)).toEqual([402, false]);
    const authorization = await scene.buy(`${proxy.path}/later`, { method: 'PUT' });
    expect(await ask(authorization)).toEqual([200, true]);
    expect(scene.upstream.last.body).toBe('hello');
    expect(scene.upstream.last.headers.expect).toBeUndefined();
  });
});

describe('web sockets', () => {
  let echo: WebSocketServer;

  beforeAll(() => {
    echo = new WebSocketServer({ server: scene.upstream.server, path: '/socket' });
    echo.on('connection', (socket) =>
      socket.on('message', (data) => socket.send(`echo ${(data as Buffer).toString()}`)),
    );
  });

  const open = (path: string, headers: Record<string, string> = {}): WebSocket =>
    new WebSocket(`${scene.gateway.localUrl.replace('http', 'ws')}${path}`, { headers });

  it('are paid for by their handshake', async () => {
    const refused = open(`${proxy.path}/socket`);
    refused.on('error', () => undefined);
    const [, answer] = (await once(refused, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(answer.statusCode).toBe(402);
    expect(answer.headers['www-authenticate']).toMatch(/^L402 macaroon=/);
    const authorization = await scene.buy(`${proxy.path}/socket`);
    const socket = open(`${proxy.path}/socket`, { authorization });
    await once(socket, 'open');
    socket.send('hello');
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect(String(data)).toBe('echo hello');
    const [upstreamSide] = [...echo.clients];
    const closed = once(upstreamSide!, 'close');
    socket.terminate();
    await closed;
  });

  it('are answered as the upstream answers where it wants none', async () => {
    const authorization = await scene.buy(`${proxy.path}/none`);
    const socket = open(`${proxy.path}/none`, { authorization });
    socket.on('error', () => undefined);
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect(answer.statusCode).toBe(400);
  });
});

describe('a web socket that is not paid for', () => {
  it('has its connection closed, though who asked keeps his half open', async () => {
    const { path } = await scene.proxy();
    const port = Number(new URL(scene.gateway.localUrl).port);
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const reset = new Promise((resolve) => socket.once('error', resolve));
    const lines = [`GET ${path} HTTP/1.1`, 'Host: g', 'Connection: Upgrade', 'Upgrade: websocket'];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await once(socket.resume(), 'end');
    // Whoever holds it takes what comes; what is closed refuses it.
    const writing = setInterval(() => socket.write('more'), 10);
    await reset;
    clearInterval(writing);
  });
});

describe('a request that asks for HTTP/2 on its way', () => {
  it('is answered as though it had not', async () => {
    const { port } = new URL(scene.gateway.localUrl);
    const socket = connect(Number(port), '127.0.0.1');
    const lines = ['POST /l402/proxy/none-abcd/x HTTP/1.1', 'Host: g', 'Connection: Upgrade, HTTP2-Settings'];
    socket.write(
      `${[...lines, 'Upgrade: h2c', 'HTTP2-Settings: AAM', 'Content-Length: 2'].join('\r\n')}\r\n\r\nhi`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /);
    socket.destroy();
  });
});

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex, Writable } from 'node:stream';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';

const MEGABYTE = 1024 * 1024;
/** Far more than both sockets and the gateway between may hold. */
const SIZE = 192 * MEGABYTE;
const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
const REFUSE = `HTTP/1.1 200 OK\r\nContent-Length: ${String(SIZE)}\r\n\r\n`;

let scene: GatewayScene;
let proxy: SceneProxy;
let answer = '';
let sent = 0;

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy();
  scene.upstream.server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => undefined);
    socket.write(answer);
    pour(socket);
  });
  scene.upstream.respond = (_request, response) => {
    response.writeHead(200, { 'content-length': SIZE, connection: 'close' });
    pour(response);
  };
});

/** Writes as much and as fast as is taken. */
function pour(to: Writable): void {
  const chunk = Buffer.alloc(MEGABYTE / 4, 'x');
  const more = (): void => {
    while (sent < SIZE) {
      sent += chunk.length;
      if (!to.write(chunk)) return void to.once('drain', more);
    }
    to.end();
  };
  more();
}

afterAll(() => scene.close());

/** Asks, for web sockets where there is a head for them, reads the beginning of the answer, and then no more. */
async function askAndStop(): Promise<{ readonly socket: Socket; readonly first: Buffer }> {
  const authorization = await scene.buy(`${proxy.path}/socket`);
  const socket = connect(Number(new URL(scene.gateway.localUrl).port), '127.0.0.1');
  const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];
  const asking =
    answer === '' ? ['Connection: close'] : ['Connection: Upgrade', 'Upgrade: websocket', ...key];
  const lines = ['Host: g', `Authorization: ${authorization}`, ...asking];
  socket.write(`GET ${proxy.path}/socket HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  const [first] = (await once(socket, 'data')) as [Buffer];
  socket.pause();
  return { socket, first };
}

/** Resolves when the upstream gets nothing more away, or everything. */
async function untilHeldBack(): Promise<void> {
  for (let [before, still] = [sent, 0]; sent < SIZE && still < 40; before = sent) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    still = sent === before ? still + 1 : 0;
  }
}

describe('an upstream that writes fast to a payer who does not read', () => {
  it.each([
    ['a web socket', () => SWITCH],
    ['an answer to who asked for one', () => REFUSE],
    ['any other answer', () => ''],
  ])('is held back, and nothing is lost: %s', async (_what, head) => {
    [answer, sent] = [head(), 0];
    const { arrayBuffers: others } = process.memoryUsage();
    const { socket, first } = await askAndStop();
    await untilHeldBack();
    expect(sent).toBeLessThan(SIZE / 2);
    const held = process.memoryUsage().arrayBuffers - others;
    let received = first.length - (first.indexOf('\r\n\r\n') + 4);
    socket.on('data', (part: Buffer) => (received += part.length)).resume();
    await once(socket, 'close');
    expect(received).toBe(SIZE);
    expect(held).toBeLessThan(SIZE / 2);
  });
});

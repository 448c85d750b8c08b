import { connect, type Socket } from 'node:net';
import { gatewayBounds } from '../../apps/gateway/src/gateway-bounds.js';
import { GatewayScene } from '../support/gateway-scene.js';
import { HeldTable } from '../support/held-table.js';

let scene: GatewayScene;
let path: string;

beforeAll(async () => {
  scene = await GatewayScene.open();
  const proxy = await scene.proxy({ timeout: 1 });
  await scene.endpoint(proxy, { path: '/one', maxUses: 1 });
  await scene.endpoint(proxy, { endpointId: 'post', path: '/one', httpMethod: 'POST', maxUses: 1 });
  path = `${proxy.path}/one`;
});

afterAll(() => scene.close());

/** What a payer can ask for, and break off: its name, method, header lines and the beginning of its body. */
type Asking = [name: string, method: string, lines: readonly string[], body: string];

const plain: Asking = ['a request', 'GET', [], ''];
const upload: Asking = ['the body of a request in its middle', 'POST', ['Content-Length: 100'], 'half'];
const webSocket: Asking = [
  'the handshake of a web socket',
  'GET',
  [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ],
  '',
];

function buy(method: string): Promise<string> {
  return scene.buy(path, method === 'POST' ? { method, body: 'x' } : {});
}

function rawRequest(authorization: string, [, method, lines, body]: Asking): Socket {
  const socket = connect(Number(new URL(scene.gateway.localUrl).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const head = [`${method} ${path} HTTP/1.1`, 'Host: gateway', `Authorization: ${authorization}`, ...lines];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  return socket;
}

/** An upstream that has a request and gives no answer yet. */
interface Asked {
  /** Resolves when its connection has gone. */
  readonly left: Promise<unknown>;
  /** Gives the answer. */
  readonly answer: (status: number) => void;
}

function closed(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** What the upstream is asked next. */
function nextAsked(): Promise<Asked> {
  return new Promise((resolve) => {
    const { server } = scene.upstream;
    scene.upstream.respond = () => undefined;
    // At its head, since some bodies never come whole.
    server.once('request', ({ socket }, response) => {
      resolve({ left: closed(socket), answer: (status) => response.writeHead(status).end() });
    });
    server.removeAllListeners('upgrade').once('upgrade', (_request, socket: Socket) => {
      socket.on('error', () => undefined);
      socket.on('end', () => socket.destroy()).resume();
      const answer = (status: number): void =>
        void socket.end(`HTTP/1.1 ${String(status)} X\r\nContent-Length: 0\r\n\r\n`);
      resolve({ left: closed(socket), answer });
    });
  });
}

/** Asks, and hangs up once the upstream has it. */
async function hangUp(authorization: string, request: Asking): Promise<Asked> {
  const asked = nextAsked();
  const socket = rawRequest(authorization, request);
  const upstream = await asked;
  socket.destroy();
  await closed(socket);
  return upstream;
}

async function hangUpAsOftenAsForgiven(authorization: string, request: Asking) {
  const states: string[] = [];
  for (let time = 0; time < gatewayBounds.hangUps.forgivenMax; time += 1) {
    const { left } = await hangUp(authorization, request);
    states.push('released');
    await scene.untilUses(authorization, ...states);
    await left;
  }
  return states;
}

describe.each([plain, upload, webSocket])(
  'a payer who breaks off %s before there was an answer',
  (...request) => {
    it('has the use back, as nothing reached him, and the upstream is left; then it opens as before', async () => {
      const authorization = await buy(request[1]);
      const { left } = await hangUp(authorization, request);
      await scene.untilUses(authorization, 'released');
      await left;
      scene.upstream.respond = (_request, response) => response.end('fine');
      const init = request[1] === 'POST' ? { method: 'POST', body: 'whole' } : {};
      expect(await scene.call(path, { authorization }, init)).toMatchObject({ status: 200, text: 'fine' });
      await scene.untilUses(authorization, 'released', 'committed');
    });

    it('has it back so often and no more: one use buys no end of work', async () => {
      const authorization = await buy(request[1]);
      const states = await hangUpAsOftenAsForgiven(authorization, request);
      const { answer } = await hangUp(authorization, request);
      answer(200);
      await scene.untilUses(authorization, ...states, 'committed');
    });
  },
);

describe('a payer who hangs up time and again', () => {
  it.each([
    [plain[0], 500, plain],
    [webSocket[0], 503, webSocket],
  ])('has the use of %s back when the upstream fails it: %d', async (_name, status, request) => {
    const authorization = await buy('GET');
    const states = await hangUpAsOftenAsForgiven(authorization, request);
    const { answer } = await hangUp(authorization, request);
    answer(status);
    await scene.untilUses(authorization, ...states, 'released');
  });
});

describe('a payer who falls silent in the middle of his request', () => {
  it('has the use back, as one who hangs up', async () => {
    const authorization = await buy('POST');
    const asked = nextAsked();
    const socket = rawRequest(authorization, upload);
    const { left } = await asked;
    await closed(socket);
    await scene.untilUses(authorization, 'released');
    await left;
  });
});

describe('a payer who has gone before his credential was found good', () => {
  it('has the use back, and the upstream is not asked', async () => {
    const authorization = await buy('GET');
    let isAsked = false;
    void nextAsked().then(() => (isAsked = true));
    const uses = await HeldTable.hold(scene.shop.api.env.databaseUrl!, 'challenge_use');
    const socket = rawRequest(authorization, plain);
    await uses.untilWaiting();
    socket.destroy();
    await closed(socket);
    await uses.release();
    await scene.untilUses(authorization, 'released');
    expect(isAsked).toBe(false);
  });
});

describe('a payer who sends a request before the last was answered', () => {
  it('has the uses of both back when he hangs up', async () => {
    const proxy = await scene.proxy();
    await scene.endpoint(proxy, { path: '/two', maxUses: 2 });
    const authorization = await scene.buy(`${proxy.path}/two`);
    const left: Promise<unknown>[] = [];
    const bothAsked = new Promise<void>((resolve) => {
      scene.upstream.respond = ({ socket }) => {
        left.push(closed(socket));
        if (left.length === 2) resolve();
      };
    });
    const head = `GET ${proxy.path}/two HTTP/1.1\r\nHost: gateway\r\nAuthorization: ${authorization}\r\n\r\n`;
    const payer = connect(Number(new URL(scene.gateway.localUrl).port), '127.0.0.1');
    payer.write(head + head);
    await bothAsked;
    payer.destroy();
    await scene.untilUses(authorization, 'released', 'released');
    await Promise.all(left);
  });
});

describe('a payer who waits for a web socket', () => {
  it('may send already: once the upstream agrees it has all of it, in order', async () => {
    const authorization = await buy('GET');
    const { server } = scene.upstream;
    const asked = new Promise<Socket>((resolve) => {
      server.removeAllListeners('upgrade').once('upgrade', (_request, socket: Socket) => resolve(socket));
    });
    const payer = rawRequest(authorization, webSocket);
    const upstream = await asked;
    const parts = ['first ', 'second ', 'x'.repeat(200_000), ' last'];
    for (const part of parts) await new Promise((resolve) => payer.write(part, resolve));
    upstream.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let got = '';
    await new Promise<void>((resolve) =>
      upstream.on('data', (chunk) => {
        got += String(chunk);
        if (got.endsWith('last')) resolve();
      }),
    );
    expect(got).toBe(parts.join(''));
    payer.destroy();
  });
});

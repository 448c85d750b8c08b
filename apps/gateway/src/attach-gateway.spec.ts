import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { attachGateway } from './attach-gateway.js';
import type { Gateway } from './gateway.js';

it('outlives a payer who breaks the connection of an upgrade off while it looks for whom that is', async () => {
  const server = createServer();
  const upgrades: Duplex[] = [];
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => upgrades.push(socket));
  // Whoever is asked for does not come to light in time.
  attachGateway(server, { takes: () => new Promise<boolean>(() => undefined) } as unknown as Gateway);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const payer = connect((server.address() as AddressInfo).port, '127.0.0.1');
  payer.on('error', () => undefined);
  const upgraded = once(server, 'upgrade');
  payer.write('GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await upgraded;
  const [socket] = upgrades;
  if (socket === undefined) throw new Error('nothing was upgraded');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.destroy(new Error('read ECONNRESET'));
  await closed;
  payer.destroy();
  server.close();
  await once(server, 'close');
});

it('answers 405 to whoever asks for a tunnel', async () => {
  const server = createServer();
  attachGateway(server, {} as unknown as Gateway);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
  caller.write('CONNECT /l402/proxy/one-a1b2/x HTTP/1.1\r\nHost: a.example\r\n\r\n');
  const answered: Buffer[] = [];
  for await (const chunk of caller) answered.push(chunk as Buffer);
  expect(Buffer.concat(answered).toString()).toMatch(/^HTTP\/1\.1 405 /);
  server.close();
  await once(server, 'close');
});

it('holds no connection for one who asked for a tunnel and keeps his half open', async () => {
  const server = createServer();
  attachGateway(server, {} as unknown as Gateway);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const caller = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  caller.write('CONNECT b.example:443 HTTP/1.1\r\nHost: b.example\r\n\r\n');
  await once(caller.resume(), 'end');
  server.close();
  await once(server, 'close');
  caller.destroy();
});

it.each([
  ['a web socket', 'GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['HTTP/2', 'GET / HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'],
  ['a tunnel', 'CONNECT b.example:443 HTTP/1.1\r\nHost: b.example\r\n\r\n'],
])(
  'ends the connection of one who asks for %s before an earlier request is answered',
  async (_what, asking) => {
    const server = createServer();
    const handled: string[] = [];
    const gateway = {
      takes: () => true,
      handle: () => handled.push('request'),
      upgrade: () => handled.push('upgrade'),
    };
    attachGateway(server, gateway as unknown as Gateway);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
    caller.on('error', () => undefined);
    caller.write(`GET / HTTP/1.1\r\nHost: a.example\r\n\r\n${asking}`);
    await once(caller.resume(), 'close');
    expect([handled, caller.bytesRead]).toEqual([['request'], 0]);
    server.close();
    await once(server, 'close');
  },
);

describe('one connection that asks for HTTP/2', () => {
  const asking = 'Connection: Upgrade\r\nUpgrade: h2c\r\n';

  /** A server with a gateway that takes nothing, what it was asked, and a caller. */
  async function open() {
    const asked: (string | undefined)[] = [];
    const sockets: Duplex[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      sockets.push(request.socket);
      request.resume().on('end', () => response.end());
    });
    attachGateway(server, { takes: () => false } as unknown as Gateway);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const caller = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const close = async (): Promise<void> => {
      caller.destroy();
      server.close();
      await once(server, 'close');
    };
    return { asked, sockets, caller, close };
  }

  it('leaves nothing behind on it, however often', async () => {
    const { sockets, caller, close } = await open();
    const listening: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      caller.write(`GET / HTTP/1.1\r\nHost: a.example\r\n${asking}\r\n`);
      await once(caller, 'data');
      listening.push(sockets.at(-1)?.listenerCount('error') ?? 0);
    }
    expect(listening).toEqual(listening.map(() => listening[0]));
    await close();
  });

  it('has its body taken for a body, though its length stands behind thousands of headers', async () => {
    const { asked, caller, close } = await open();
    const body = 'GET /two HTTP/1.1\r\nHost: a.example\r\n\r\n';
    const length = `Content-Length: ${String(body.length)}\r\n`;
    caller.write(
      `POST /one HTTP/1.1\r\nHost: a.example\r\n${asking}${'a:\r\n'.repeat(2_500)}${length}\r\n${body}`,
    );
    caller.end('GET /three HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n');
    await once(caller.resume(), 'end');
    expect(asked).toEqual(['/one', '/three']);
    await close();
  });
});

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

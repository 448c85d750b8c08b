import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { makeNodeIdentity } from '../../../test/support/emulators/tls-identity.js';
import { AddressGuard, AddressRefusedError } from './address-guard.js';
import { outboundBounds } from './outbound-bounds.js';
import { toOutboundFailure } from './outbound-failure.js';
import { openOutboundSocket } from './outbound-socket.js';
import { RecordingServer, resolverOf, turn } from './testing/recording-server.js';

const local = new AddressGuard(['127.0.0.1']);

describe('a web socket out', () => {
  let server: RecordingServer;
  const sockets: WebSocket[] = [];

  beforeEach(async () => {
    server = new RecordingServer();
    await server.start();
  });

  afterEach(async () => {
    jest.useRealTimers();
    for (const socket of sockets.splice(0)) socket.terminate();
    await server.stop();
  });

  function open(url: string, guard = local, headers: Record<string, string> = {}): WebSocket {
    const socket = openOutboundSocket(new URL(url), guard, { bytesMax: 1_000, headers });
    sockets.push(socket);
    return socket;
  }

  const errorOf = async (socket: WebSocket): Promise<Error> => {
    const [error] = (await once(socket, 'error')) as [Error];
    return error;
  };

  it.each([
    'wss://127.0.0.1:8080',
    'wss://[::1]:8080',
    'wss://relay.example:6379',
    'ws://relay.example',
    'wss://user:pass@relay.example',
    'file:///etc/passwd',
  ])('is not opened to %s', (url) => {
    const resolver = resolverOf(['127.0.0.1']);
    expect(() => open(url, new AddressGuard([], resolver))).toThrow(AddressRefusedError);
    expect(resolver.asked).toEqual([]);
  });

  it('is judged where it connects: a name that leads inside by then is refused, and nobody is called', async () => {
    const resolver = resolverOf(['127.0.0.1']);
    const guard = new AddressGuard([], resolver);
    const failure = toOutboundFailure(await errorOf(open(`wss://relay.example:${server.port}`, guard)));
    expect([failure.kind, failure.reason, resolver.asked]).toEqual(['refused', 'range', ['relay.example']]);
    expect(server.opened).toBe(0);
  });

  it('follows no redirect', async () => {
    const elsewhere = new RecordingServer();
    await elsewhere.start();
    server.respond = (socket) =>
      server.answer(socket, '', `302 Found\r\nLocation: ws://127.0.0.1:${elsewhere.port}/`);
    await errorOf(open(`ws://127.0.0.1:${server.port}`, local, { authorization: 'secret' }));
    expect(elsewhere.opened).toBe(0);
    await elsewhere.stop();
  });

  it('is given up when its opening takes too long, also where a byte comes now and then', async () => {
    jest.useFakeTimers({
      doNotFake: [
        ...(['Date', 'nextTick', 'performance', 'queueMicrotask'] as const),
        ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
      ],
    });
    const begun = new Promise<Socket>((resolve) => {
      server.respond = (socket) => resolve(socket);
    });
    const socket = open(`ws://127.0.0.1:${server.port}`);
    const peer = await begun;
    peer.write('HTTP/1.1 101 Switch');
    const drip = setInterval(() => peer.write('x'), 50);
    jest.advanceTimersByTime(outboundBounds.connectMillis - 1);
    await turn();
    const isOver = errorOf(socket);
    jest.advanceTimersByTime(1);
    expect(await isOver).toBeInstanceOf(Error);
    while (server.socketCount > 0) await turn();
    clearInterval(drip);
  });

  it('does not trust a certificate that nobody signed, and sends it nothing', async () => {
    const { port } = server;
    await server.stop();
    await server.start(await makeNodeIdentity(), port);
    const socket = open(`wss://127.0.0.1:${port}`, local, { authorization: 'secret' });
    expect(toOutboundFailure(await errorOf(socket)).kind).toBe('certificate');
    expect(server.received).toBe('');
  });

  it('is an error of the network where nobody listens', async () => {
    const { port } = server;
    await server.stop();
    expect(toOutboundFailure(await errorOf(open(`ws://127.0.0.1:${port}`))).kind).toBe('unreachable');
  });

  describe('that is open', () => {
    let relay: WebSocketServer;

    beforeEach(async () => {
      relay = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: true });
      await once(relay, 'listening');
    });

    afterEach(() => {
      for (const client of relay.clients) client.terminate();
      return new Promise<void>((resolve) => relay.close(() => resolve()));
    });

    async function connect(): Promise<[ours: WebSocket, theirs: WebSocket]> {
      const connected = once(relay, 'connection') as Promise<[WebSocket]>;
      const ours = open(`ws://127.0.0.1:${(relay.address() as AddressInfo).port}`);
      await once(ours, 'open');
      return [ours, (await connected)[0]];
    }

    it('takes a message of the longest length, uncompressed', async () => {
      const [ours, theirs] = await connect();
      const heard = once(ours, 'message');
      theirs.send('x'.repeat(1_000));
      const [data] = (await heard) as [Buffer];
      expect([data.length, ours.extensions]).toEqual([1_000, '']);
    });

    it.each([
      ['in one frame', (theirs: WebSocket) => theirs.send('x'.repeat(1_001))],
      [
        'in many frames',
        (theirs: WebSocket) => {
          for (let n = 0; n < 11; n += 1) theirs.send('x'.repeat(100), { fin: n === 10 });
        },
      ],
    ])('ends with a message that is longer, %s, and hands none of it on', async (_what, sendTooMuch) => {
      const [ours, theirs] = await connect();
      const messages: unknown[] = [];
      ours.on('message', (data) => messages.push(data));
      const failed = errorOf(ours);
      sendTooMuch(theirs);
      expect(await failed).toMatchObject({ code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' });
      expect(messages).toEqual([]);
    });
  });
});

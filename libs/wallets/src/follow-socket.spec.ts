import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import { AddressGuard } from '@turnpike/outbound';
import { WebSocketServer, type WebSocket } from 'ws';
import { followSocket, type FollowedSocket } from './follow-socket.js';
import { RecordingSink } from './testing/recording-sink.js';
import { CredentialInvalid, Unavailable, UnknownOutcome, WalletError } from './wallet-errors.js';

const hashOf = (count: number): PaymentHash =>
  parsePaymentHash(count.toString(16).padStart(64, '0')) as PaymentHash;

describe('a wallet’s web socket', () => {
  let http: Server;
  let sockets: WebSocketServer;
  /** What the server does with whoever opens a socket. */
  let greet: (socket: WebSocket) => void;

  beforeEach(async () => {
    greet = () => undefined;
    http = createServer((_request, response) => void response.writeHead(404).end());
    // It answers no pings by itself, as a server that hangs.
    sockets = new WebSocketServer({ server: http, autoPong: false });
    sockets.on('connection', (socket) => greet(socket));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    await new Promise((resolve) => http.close(resolve));
  });

  function socket(change: Partial<FollowedSocket> = {}): FollowedSocket {
    return {
      url: new URL(`ws://127.0.0.1:${(http.address() as AddressInfo).port}/`),
      guard: new AddressGuard(['127.0.0.1']),
      headers: { authorization: 'Basic secret' },
      pingMillis: 60_000,
      read: (message) => {
        if (typeof message !== 'number') throw new TypeError('no number');
        return message === 0 ? null : { hints: [{ paymentHash: hashOf(message) }], cursor: String(message) };
      },
      ...change,
    };
  }

  it('loses messages that cannot be read, and no others', async () => {
    greet = (to) => {
      for (const text of ['', '{', 'null', '"x"', '[]', '0', '7']) to.send(text);
      to.send(Buffer.from('8'), { binary: true });
      to.send('9');
    };
    const sink = new RecordingSink();
    const abort = new AbortController();
    const ended = followSocket(socket(), sink, abort.signal);
    await sink.until(() => sink.hints.length === 2);
    abort.abort();
    await ended;
    expect(sink.hints).toEqual([{ paymentHash: hashOf(7) }, { paymentHash: hashOf(9) }]);
    expect(sink.cursor).toBe('9');
  });

  it('tells its sink all of a flood, in order, no more than so much at once', async () => {
    greet = (to) => {
      for (let count = 1; count <= 3_000; count += 1) to.send(String(count));
    };
    const sink = new RecordingSink();
    const sizes: number[] = [];
    sink.beforeStoring = async (hints) => void sizes.push(hints.length);
    const abort = new AbortController();
    const ended = followSocket(socket(), sink, abort.signal);
    await sink.until(() => sink.hints.length === 3_000);
    abort.abort();
    await ended;
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sink.hints).toEqual(Array.from({ length: 3_000 }, (_, at) => ({ paymentHash: hashOf(at + 1) })));
  });

  it('ends when nothing answers our pings', async () => {
    const stream = followSocket(socket({ pingMillis: 20 }), new RecordingSink(), AbortSignal.timeout(20_000));
    await expect(stream).rejects.toBeInstanceOf(Unavailable);
  });

  it('lives on while something answers', async () => {
    let pings = 0;
    const abort = new AbortController();
    greet = (to) => {
      to.on('ping', () => {
        to.pong();
        pings += 1;
        if (pings === 5) abort.abort();
      });
    };
    await followSocket(socket({ pingMillis: 20 }), new RecordingSink(), abort.signal);
    expect(pings).toBeGreaterThanOrEqual(5);
  });

  it('ends at a message that is too long', async () => {
    greet = (to) => to.send('1'.repeat(70_000));
    const stream = followSocket(socket(), new RecordingSink(), AbortSignal.timeout(20_000));
    await expect(stream).rejects.toBeInstanceOf(WalletError);
  });

  it('ends when what was missed cannot be asked for', async () => {
    const catchUp = () => Promise.reject(new Unavailable(7));
    const stream = followSocket(socket({ catchUp }), new RecordingSink(), AbortSignal.timeout(20_000));
    await expect(stream).rejects.toEqual(new Unavailable(7));
  });

  it('ends when a hint cannot be stored, without the reason of the database', async () => {
    greet = (to) => to.send('1');
    const sink = new RecordingSink();
    sink.beforeStoring = () => Promise.reject(new Error('secret'));
    const error: unknown = await followSocket(socket(), sink, AbortSignal.timeout(20_000)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UnknownOutcome);
    expect(String(error)).not.toContain('secret');
  });

  it('is not opened where the operator does not let us go, or when it is too late', async () => {
    const guard = new AddressGuard([]);
    const stream = followSocket(socket({ guard }), new RecordingSink(), AbortSignal.timeout(20_000));
    await expect(stream).rejects.toEqual(new CredentialInvalid('address'));
    await followSocket(socket(), new RecordingSink(), AbortSignal.abort());
    expect(sockets.clients.size).toBe(0);
  });

  it('is unavailable where nobody listens and where there is none', async () => {
    const url = new URL('ws://127.0.0.1:1/');
    await expect(
      followSocket(socket({ url }), new RecordingSink(), AbortSignal.timeout(20_000)),
    ).rejects.toBeInstanceOf(Unavailable);
    sockets.close();
    http.removeAllListeners('upgrade');
    await expect(
      followSocket(socket(), new RecordingSink(), AbortSignal.timeout(20_000)),
    ).rejects.toBeInstanceOf(Unavailable);
  });
});

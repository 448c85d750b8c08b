import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AddressGuard } from '@turnpike/outbound';
import { unboundedBudget, type CallBudget } from './call-budget.js';
import { HostileServer, misdeeds, type Misdeed } from './testing/hostile-server.js';
import { walletBounds } from './wallet-bounds.js';
import {
  CredentialInvalid,
  ProtocolViolation,
  RateLimited,
  Unavailable,
  UnknownOutcome,
  type WalletError,
} from './wallet-errors.js';
import { WalletHttp, type WalletAnswer, type WalletHttpOptions } from './wallet-http.js';

const SECRET = 'the-secret-key';
const IN_FLIGHT = walletBounds.callsInFlightMax;
const SOCKET_BYTES_MAX = 32 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held outside of the heap after all garbage is gone. */
function keptBytes(): number {
  collectGarbage();
  return process.memoryUsage().external;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('calls to a wallet over HTTP', () => {
  let server: HostileServer;
  let http: WalletHttp;
  const unhandled: unknown[] = [];
  const hear = (reason: unknown): void => void unhandled.push(reason);

  beforeAll(() => void process.on('unhandledRejection', hear));

  afterAll(() => void process.off('unhandledRejection', hear));

  beforeEach(async () => {
    unhandled.length = 0;
    server = new HostileServer();
    await server.start();
    http = open();
  });

  afterEach(async () => {
    await http.close();
    await server.stop();
    await turn();
    expect(unhandled).toEqual([]);
  });

  function open(change: Partial<WalletHttpOptions> = {}): WalletHttp {
    return new WalletHttp({
      base: server.url,
      guard: new AddressGuard(['127.0.0.1']),
      budget: unboundedBudget,
      headers: { authorization: SECRET },
      ...change,
    });
  }

  const call = (signal = new AbortController().signal, path = '/x'): Promise<WalletAnswer> =>
    http.call({ lane: 'other', method: 'GET', path }, { signal });

  async function refusal(made: Promise<unknown>): Promise<WalletError> {
    const [result] = await Promise.allSettled([made]);
    expect(result.status).toBe('rejected');
    const error = (result as PromiseRejectedResult).reason as WalletError;
    expect(`${error.stack ?? ''}${JSON.stringify(error)}${String(error.cause)}`).not.toContain(SECRET);
    return error;
  }

  const kinds: [string, Misdeed, new (...args: never[]) => Error][] = [
    ['cuts the connection', misdeeds.reset, UnknownOutcome],
    ['cuts it half way', misdeeds.resetHalfWay, UnknownOutcome],
    ['ends before its length', misdeeds.endEarly, UnknownOutcome],
    ['is no HTTP', misdeeds.garbage, UnknownOutcome],
    ['has a length that is none', misdeeds.badLength, UnknownOutcome],
    ['has a header without end', misdeeds.hugeHeader, UnknownOutcome],
    ['has headers without number', misdeeds.manyHeaders, UnknownOutcome],
    ['has a chunk beyond all numbers', misdeeds.badChunk, UnknownOutcome],
    ['is an upgrade', misdeeds.upgrade, UnknownOutcome],
    ['has no end', misdeeds.endless, ProtocolViolation],
    ['has no end, a byte at a time', misdeeds.endlessChunks, ProtocolViolation],
  ];

  it.each(kinds)(
    'an answer that %s is an error of ours, and its socket is closed',
    async (_what, misdeed, kind) => {
      server.misdeed = misdeed;
      expect(await refusal(call())).toBeInstanceOf(kind);
      while (server.socketCount > 0) await turn();
      server.misdeed = misdeeds.answer;
      expect((await call()).json()).toEqual({});
      expect(http.load).toEqual({ inFlight: 0, waiting: 0 });
    },
  );

  it.each([
    ['says nothing', misdeeds.hang],
    ['stops half way', misdeeds.stopHalfWay],
    ['sends interim answers for ever', misdeeds.interim],
  ])(
    'a server that %s is waited for until the call is aborted, and then its socket is closed',
    async (_what, misdeed) => {
      const abort = new AbortController();
      server.misdeed = (socket) => {
        misdeed(socket);
        setImmediate(() => abort.abort());
      };
      await refusal(call(abort.signal));
      while (server.socketCount > 0) await turn();
      expect(http.load).toEqual({ inFlight: 0, waiting: 0 });
    },
  );

  it('an answer in ten thousand chunks is read whole', async () => {
    const chunks = '2\r\nab\r\n'.repeat(10_000);
    server.misdeed = (socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`);
    expect((await call()).text).toBe('ab'.repeat(10_000));
  });

  it('an answer of the longest length is read, and of one byte more it is not', async () => {
    http = open({ bytesMax: 1_000 });
    const answer =
      (bytes: number): Misdeed =>
      (socket) =>
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n${'x'.repeat(bytes)}`);
    server.misdeed = answer(1_000);
    expect((await call()).text).toHaveLength(1_000);
    server.misdeed = answer(1_001);
    expect(await refusal(call())).toEqual(new ProtocolViolation('the answer is too large'));
  });

  it('an answer without end is read to its bound and no further, and nothing is kept of it', async () => {
    server.misdeed = misdeeds.endless;
    const before = keptBytes();
    for (let round = 0; round < 4; round += 1)
      await Promise.all(Array.from({ length: IN_FLIGHT }, () => refusal(call())));
    while (server.socketCount > 0) await turn();
    // The rest is what the system keeps for a socket at either end.
    expect(server.mostBytes).toBeLessThan(walletBounds.answerBytesMax + SOCKET_BYTES_MAX);
    expect(keptBytes() - before).toBeLessThan(2 * walletBounds.answerBytesMax);
  });

  it('a redirect is an answer, and is not followed', async () => {
    const elsewhere = new HostileServer();
    await elsewhere.start();
    server.misdeed = (socket) =>
      socket.write(`HTTP/1.1 307 Moved\r\nLocation: ${elsewhere.url.href}\r\nContent-Length: 0\r\n\r\n`);
    const answer = await call();
    expect([answer.status, answer.isSuccess, answer.header('location')]).toEqual([
      307,
      false,
      elsewhere.url.href,
    ]);
    expect(elsewhere.opened).toBe(0);
    await elsewhere.stop();
  });

  it('what nobody asked for is the answer to nothing', async () => {
    server.misdeed = misdeeds.unasked;
    for (let n = 0; n < 5; n += 1) {
      const [result] = await Promise.allSettled([call()]);
      if (result.status === 'fulfilled') expect(result.value.text).toBe('{}');
      else expect(result.reason).toBeInstanceOf(UnknownOutcome);
    }
  });

  it('that cannot be connected were not sent', async () => {
    const inside = open({ base: new URL('https://10.0.0.1/') });
    const path = { lane: 'other', method: 'GET', path: '/x' } as const;
    const { signal } = new AbortController();
    expect(await refusal(inside.call(path, { signal }))).toEqual(new CredentialInvalid('address'));
    await server.stop();
    expect(await refusal(call())).toEqual(new Unavailable(walletBounds.unavailableSeconds));
  });

  it('are as many as there are sockets, and no more wait than may', async () => {
    const answers: (() => void)[] = [];
    server.misdeed = (socket) => void answers.push(() => misdeeds.answer(socket));
    const total = IN_FLIGHT + walletBounds.callsWaitingMax + 20;
    const made = Array.from({ length: total }, () => call().catch((error: unknown) => error));
    while (server.requests.length < IN_FLIGHT) await turn();
    expect(http.load).toEqual({ inFlight: IN_FLIGHT, waiting: walletBounds.callsWaitingMax });
    expect(server.requests).toHaveLength(IN_FLIGHT);
    for (let answered = 0; answered < total - 20;) {
      const next = answers.shift();
      if (next === undefined) await turn();
      else {
        next();
        answered += 1;
      }
    }
    const results = await Promise.all(made);
    expect(results.filter((one) => one instanceof RateLimited)).toHaveLength(20);
    expect([server.mostSockets, server.opened]).toEqual([IN_FLIGHT, IN_FLIGHT]);
  });

  it('end when it is closed', async () => {
    server.misdeed = misdeeds.hang;
    const pending = refusal(call());
    while (server.requests.length === 0) await turn();
    await http.close();
    expect(await pending).toBeInstanceOf(UnknownOutcome);
  });

  it('take from the budget first, and tell it when the wallet says that it was too much', async () => {
    const overruns: number[] = [];
    let isEmpty = false;
    const budget: CallBudget = {
      take: () => (isEmpty ? Promise.reject(new RateLimited(9, 'budget')) : Promise.resolve()),
      overrun: (seconds) => void overruns.push(seconds),
    };
    http = open({ budget });
    server.misdeed = (socket) =>
      socket.write('HTTP/1.1 429 Too Many\r\nRetry-After: 77\r\nContent-Length: 0\r\n\r\n');
    expect((await call()).failure()).toEqual(new RateLimited(77));
    expect(overruns).toEqual([77]);
    isEmpty = true;
    expect(await refusal(call())).toEqual(new RateLimited(9, 'budget'));
    expect(server.requests).toHaveLength(1);
  });
});

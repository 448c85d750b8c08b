import { AddressGuard } from '@turnpike/outbound';
import { unboundedBudget } from './call-budget.js';
import { HostileServer, misdeeds } from './testing/hostile-server.js';
import { CredentialInvalid, Unavailable, WalletError } from './wallet-errors.js';
import { WalletHttp } from './wallet-http.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('answers of a wallet that do not end by themselves', () => {
  let server: HostileServer;
  let http: WalletHttp;

  beforeEach(async () => {
    server = new HostileServer();
    await server.start();
    http = open(server.url);
  });

  afterEach(async () => {
    await http.close();
    await server.stop();
  });

  const open = (base: URL): WalletHttp =>
    new WalletHttp({ base, guard: new AddressGuard(['127.0.0.1']), budget: unboundedBudget });

  /** Reads one to its end. Gives what was read, or the error; `onByte` is told of the first byte. */
  async function read(signal: AbortSignal, onByte = (): void => undefined, of = http): Promise<unknown> {
    try {
      const { chunks } = await of.stream({ lane: 'other', method: 'GET', path: '/s' }, signal);
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) {
        onByte();
        if (parts.length < 10) parts.push(chunk);
      }
      return Buffer.concat(parts).toString('utf8');
    } catch (error) {
      return error;
    }
  }

  it.each([
    ['says nothing at all', misdeeds.hang],
    ['stops in the middle', misdeeds.stopHalfWay],
    ['pours without end', misdeeds.endless],
  ])('end with their signal where the other side %s, and their socket with them', async (_what, misdeed) => {
    server.misdeed = misdeed;
    const abort = new AbortController();
    const ended = read(abort.signal);
    while (server.requests.length === 0) await turn();
    abort.abort();
    expect(await ended).toBeInstanceOf(WalletError);
    while (server.socketCount > 0) await turn();
  });

  it.each([
    ['cut', misdeeds.reset],
    ['cut half way', misdeeds.resetHalfWay],
    ['ended early', misdeeds.endEarly],
    ['no HTTP', misdeeds.garbage],
  ])('that are %s are an error of ours', async (_what, misdeed) => {
    server.misdeed = misdeed;
    expect(await read(new AbortController().signal)).toBeInstanceOf(WalletError);
  });

  it('have a socket of their own, so that calls go on beside them', async () => {
    server.misdeed = (socket, request) =>
      request.includes('/s ') ? misdeeds.stopHalfWay(socket) : misdeeds.answer(socket);
    const abort = new AbortController();
    await new Promise<void>((onByte) => void read(abort.signal, onByte));
    const { signal } = new AbortController();
    const answer = await http.call({ lane: 'other', method: 'GET', path: '/x' }, { signal });
    expect([answer.status, server.socketCount]).toEqual([200, 2]);
    abort.abort();
  });

  it('end when the connection is closed', async () => {
    server.misdeed = misdeeds.hang;
    const ended = read(new AbortController().signal);
    while (server.requests.length === 0) await turn();
    await http.close();
    expect(await ended).toBeInstanceOf(WalletError);
  });

  it('are not opened where nobody listens, or where nobody may go', async () => {
    const { signal } = new AbortController();
    const inside = await read(signal, undefined, open(new URL('https://10.0.0.1/')));
    expect(inside).toEqual(new CredentialInvalid('address'));
    await server.stop();
    expect(await read(signal)).toBeInstanceOf(Unavailable);
  });
});

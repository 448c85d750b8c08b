import { AddressGuard } from './address-guard.js';
import { OutboundFailure, toOutboundFailure } from './outbound-failure.js';
import { OutboundHttp, type OutboundOptions, type OutboundRequest } from './outbound-http.js';
import { RecordingServer, resolverOf, turn } from './testing/recording-server.js';

const SECRET = 'the-secret-key';
const PUBLIC = '93.184.215.14';

let server: RecordingServer;
const clients: OutboundHttp[] = [];

beforeEach(async () => {
  server = new RecordingServer();
  await server.start();
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await server.stop();
});

function open(change: Partial<OutboundOptions> = {}): OutboundHttp {
  const base = new URL(`http://127.0.0.1:${server.port}/base/`);
  const client = new OutboundHttp({ base, guard: new AddressGuard(['127.0.0.1']), socketsMax: 2, ...change });
  clients.push(client);
  return client;
}

const send = (client: OutboundHttp, change: Partial<OutboundRequest> = {}) =>
  client.send({
    method: 'GET',
    path: '/x?y=1',
    headers: { authorization: SECRET },
    signal: new AbortController().signal,
    bytesMax: 1_000,
    ...change,
  });

describe('a call out', () => {
  it('brings the answer whole, whatever its status, and follows no redirect', async () => {
    const elsewhere = new RecordingServer();
    await elsewhere.start();
    server.respond = (socket) =>
      server.answer(socket, 'moved', `302 Found\r\nLocation: http://127.0.0.1:${elsewhere.port}/`);
    const { status, headers, body } = await send(open());
    expect([status, body.toString()]).toEqual([302, 'moved']);
    expect(headers['location']).toContain(String(elsewhere.port));
    expect([elsewhere.opened, server.received.split('\r\n')[0]]).toEqual([0, 'GET /base/x?y=1 HTTP/1.1']);
    await elsewhere.stop();
  });

  it('undoes no compression, so that no answer grows', async () => {
    server.respond = (socket) => server.answer(socket, 'not gzip', '200 OK\r\nContent-Encoding: gzip');
    expect((await send(open())).body.toString()).toBe('not gzip');
    expect(server.received.toLowerCase()).not.toContain('accept-encoding');
  });

  it('uses no more sockets than it may, however many there are at once', async () => {
    const client = open({ socketsMax: 3 });
    await Promise.all(Array.from({ length: 40 }, () => send(client)));
    expect(server.opened).toBe(3);
  });
});

describe('where calls go', () => {
  it('is judged when the socket connects: a name that leads elsewhere by then is refused, and nobody is called', async () => {
    const resolver = resolverOf([PUBLIC], ['127.0.0.1']);
    const guard = new AddressGuard([], resolver);
    const looked = await new Promise((resolve) => {
      guard.lookup('wallet.example', { all: true }, (_error, found) => resolve(found));
    });
    expect(looked).toMatchObject([{ address: PUBLIC }]);
    const client = open({ guard, base: new URL(`https://wallet.example:${server.port}`) });
    await expect(send(client)).rejects.toMatchObject({ kind: 'refused' });
    expect([resolver.asked.length, server.opened]).toEqual([2, 0]);
  });

  it('is refused where one of several addresses is private', async () => {
    const guard = new AddressGuard([], resolverOf([PUBLIC, '127.0.0.1']));
    const client = open({ guard, base: new URL(`https://wallet.example:${server.port}`) });
    await expect(send(client)).rejects.toMatchObject({ kind: 'refused' });
    expect(server.opened).toBe(0);
  });

  it.each([
    ['a private address', 'https://10.0.0.1:8080'],
    ['a public address without a name', `https://${PUBLIC}`],
    ['an address of IPv6', 'https://[::1]:8080'],
    ['an address that wraps another', 'https://[::ffff:127.0.0.1]:8080'],
    ['the port of a database', 'https://wallet.example:5432'],
    ['a name without TLS', 'http://wallet.example'],
  ])('is not %s', async (_what, url) => {
    const resolver = resolverOf(['127.0.0.1']);
    const client = open({ guard: new AddressGuard([], resolver), base: new URL(url) });
    const { signal } = new AbortController();
    await expect(send(client)).rejects.toMatchObject({ kind: 'refused' });
    await expect(client.stream({ method: 'GET', path: '/', signal, bytesMax: 1 })).rejects.toMatchObject({
      kind: 'refused',
    });
    expect(resolver.asked).toEqual([]);
  });

  it.each([
    ['by network', '127.0.0.0/8', '127.0.0.1'],
    ['by address', '127.0.0.1', '127.0.0.1'],
    ['by name', 'localhost', 'localhost'],
  ])('is where the operator allows it: %s', async (_what, allowed, host) => {
    const client = open({
      guard: new AddressGuard([allowed]),
      base: new URL(`http://${host}:${server.port}`),
    });
    expect((await send(client)).status).toBe(200);
  });
});

describe('a call that brings no answer', () => {
  it('was not sent where nobody listens, and where no name is known', async () => {
    const guard = new AddressGuard([], resolverOf());
    const unknown = open({ guard, base: new URL('https://node.example:8080') });
    await expect(send(unknown)).rejects.toEqual(new OutboundFailure('unreachable', 'ENOTFOUND'));
    const client = open();
    await server.stop();
    await expect(send(client)).rejects.toEqual(new OutboundFailure('unreachable', 'ECONNREFUSED'));
  });

  it('is lost when the other side cuts it or the caller ends it, and says nothing of what was sent', async () => {
    const client = open();
    server.respond = (socket) => void socket.destroy();
    const failure = await send(client).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'lost' });
    expect(`${(failure as Error).stack ?? ''}${JSON.stringify(failure)}`).not.toContain(SECRET);
    const abort = new AbortController();
    server.respond = () => abort.abort();
    await expect(send(client, { signal: abort.signal })).rejects.toMatchObject({ kind: 'lost' });
  });

  it('is too large one byte above its bound, announced or not', async () => {
    const client = open();
    const body = 'x'.repeat(1_001);
    server.respond = (socket) => server.answer(socket, body);
    await expect(send(client)).rejects.toMatchObject({ kind: 'too-large' });
    server.respond = (socket) => void socket.end(`HTTP/1.1 200 OK\r\n\r\n${body}`);
    await expect(send(client)).rejects.toMatchObject({ kind: 'too-large' });
    expect((await send(client, { bytesMax: 1_001 })).body).toHaveLength(1_001);
  });

  it('ends when the client is closed, and none can be made after', async () => {
    const client = open();
    server.respond = () => undefined;
    const pending = send(client);
    while (server.received === '') await turn();
    await client.close();
    await expect(pending).rejects.toMatchObject({ kind: 'lost' });
    await expect(send(client)).rejects.toBeInstanceOf(OutboundFailure);
  });
});

describe('an error of the network', () => {
  const of = (code: string, syscall?: string) =>
    Object.assign(new Error(SECRET), { code, ...(syscall === undefined ? {} : { syscall }) });

  it.each([
    ['a refused connection', of('ECONNREFUSED', 'connect'), 'unreachable'],
    ['a connection that timed out', of('ETIMEDOUT', 'connect'), 'unreachable'],
    ['a socket that timed out after it was open', of('ETIMEDOUT', 'read'), 'lost'],
    ['a network that went away under an open socket', of('ENETUNREACH', 'write'), 'lost'],
    ['a handshake that failed', of('EPROTO', 'write'), 'unreachable'],
    ['several refused connections', new AggregateError([of('ECONNREFUSED', 'connect')]), 'unreachable'],
    ['a certificate that is out of date', of('CERT_HAS_EXPIRED'), 'certificate'],
    ['another name', of('ERR_TLS_CERT_ALTNAME_INVALID'), 'certificate'],
    ['something unknown', of('E_SOMETHING'), 'lost'],
    ['something that is no error', 'x', 'lost'],
  ])('by %s means what it means', (_what, error, kind) => {
    const failure = toOutboundFailure(error);
    expect(failure.kind).toBe(kind);
    expect(`${failure.message}${String(failure.cause)}`).not.toContain(SECRET);
  });

  it('that was caused by itself ends', () => {
    const error = of('X');
    error.cause = error;
    expect(toOutboundFailure(error).kind).toBe('lost');
  });
});

import { createServer as createHttp, type RequestListener } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { makeNodeIdentity } from '../../../test/support/emulators/tls-identity.js';
import { AddressGuard } from './address-guard.js';
import type { OutboundFailure } from './outbound-failure.js';
import { systemTrust, type TlsTrust } from './tls-trust.js';
import { UpstreamClient, type UpstreamHeaders, type UpstreamRequest } from './upstream-client.js';

interface Outcome {
  readonly status?: number;
  readonly headers?: UpstreamHeaders;
  readonly text?: string;
  readonly failure?: OutboundFailure;
}

const clients: UpstreamClient[] = [];
const servers: (Server | Http2SecureServer)[] = [];

function clientOf(
  allowed: readonly string[],
  trust: TlsTrust = systemTrust,
  http2Hosts = allowed,
): UpstreamClient {
  const client = new UpstreamClient(new AddressGuard(allowed), 4, { trust, http2Hosts });
  clients.push(client);
  return client;
}

async function listening(server: Server | Http2SecureServer): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function exchange(
  client: UpstreamClient,
  request: Partial<UpstreamRequest> & { origin: string },
): Promise<Outcome> {
  const parts: Buffer[] = [];
  let head: Outcome = {};
  return new Promise((resolve) => {
    client.send(
      { path: '/', method: 'GET', headers: [], body: null, ...request },
      {
        onStart: () => undefined,
        onAnswer: (status, headers) => (head = { status, headers }),
        onData: (chunk) => void parts.push(chunk),
        onEnd: () => resolve({ ...head, text: Buffer.concat(parts).toString() }),
        onUpgrade: (_headers, socket) => socket.destroy(),
        onFailure: (failure) => resolve({ ...head, failure }),
      },
    );
  });
}

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  for (const server of servers.splice(0)) server.close();
});

describe('what is passed on to an upstream', () => {
  it('goes over HTTP/2 where the upstream speaks it, body and headers whole', async () => {
    const identity = await makeNodeIdentity();
    const server = createSecureServer({ key: identity.key, cert: identity.cert });
    server.on('stream', (stream, headers) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        stream.respond({ ':status': 201, 'x-method': headers[':method'], 'x-sent': headers['x-a'] });
        stream.end(Buffer.concat(parts));
      });
    });
    const origin = `https://${await listening(server)}`;
    const client = clientOf(['127.0.0.1'], { mode: 'fingerprint', fingerprint: identity.fingerprint });
    const body = Readable.from([Buffer.from('he'), Buffer.from('llo')]);
    const outcome = await exchange(client, { origin, method: 'POST', headers: ['x-a', '1'], body });
    expect(outcome).toMatchObject({
      status: 201,
      text: 'hello',
      headers: { 'x-method': 'POST', 'x-sent': '1' },
    });
  });

  it('goes over HTTP/1.1 where the upstream offers HTTP/2, and nobody has said that it is trusted with it', async () => {
    const identity = await makeNodeIdentity();
    const settings = { key: identity.key, cert: identity.cert, allowHTTP1: true };
    const server = createSecureServer(settings, (request, response) => {
      response.writeHead(201, { 'x-spoken': request.httpVersion });
      request.pipe(response);
    });
    const origin = `https://${await listening(server)}`;
    const trust: TlsTrust = { mode: 'fingerprint', fingerprint: identity.fingerprint };
    for (const [named, spoken] of [
      [[], '1.1'],
      [['127.0.0.1'], '2.0'],
    ] as const) {
      const outcome = await exchange(clientOf(['127.0.0.1'], trust, named), { origin });
      expect(outcome).toMatchObject({ status: 201, headers: { 'x-spoken': spoken } });
    }
  });

  it.each([1_000, 3_000_000])(
    'is reset over HTTP/2 when it is left amid its body of %d bytes so far, and never taken for whole',
    async (size) => {
      const identity = await makeNodeIdentity();
      const server = createSecureServer({ key: identity.key, cert: identity.cert });
      let isWhole = false;
      const reset = new Promise((resolve) => {
        server.on('stream', (stream) => {
          stream.on('end', () => (isWhole = true)).on('error', () => undefined);
          stream.on('close', () => resolve(stream.aborted));
        });
      });
      const origin = `https://${await listening(server)}`;
      const client = clientOf(['127.0.0.1'], { mode: 'fingerprint', fingerprint: identity.fingerprint });
      const body = new PassThrough();
      const failed = new Promise((resolve) => {
        const ignored = { onAnswer: () => undefined, onData: () => undefined, onEnd: () => undefined };
        client.send(
          { origin, path: '/', method: 'POST', headers: [], body },
          {
            ...ignored,
            onStart: (control) => server.once('stream', (stream) => stream.once('data', control.abort)),
            onUpgrade: (_headers, socket) => socket.destroy(),
            onFailure: resolve,
          },
        );
      });
      body.write(Buffer.alloc(size));
      await failed;
      expect(await reset).toBe(true);
      expect(isWhole).toBe(false);
    },
  );

  it('comes back as it is: redirects are not followed, nothing is decoded', async () => {
    const answer: RequestListener = (_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/', 'content-encoding': 'gzip' }).end('raw');
    const origin = `http://${await listening(createHttp(answer))}`;
    const outcome = await exchange(clientOf(['127.0.0.1']), { origin });
    expect(outcome).toMatchObject({
      status: 302,
      text: 'raw',
      headers: { location: 'http://169.254.169.254/' },
    });
  });

  it('goes to no address that is refused: literal, private, or of another port', async () => {
    const origins = [
      'http://127.0.0.1:9',
      'https://10.0.0.1',
      'https://[::ffff:127.0.0.1]',
      'https://example.org:8443',
    ];
    for (const origin of origins)
      expect((await exchange(clientOf([]), { origin })).failure).toMatchObject({ kind: 'refused' });
  });

  it('goes to no name that leads to such an address as the socket connects', async () => {
    const guard = new AddressGuard([], (_name, _options, done) =>
      done(null, [{ address: '10.0.0.1', family: 4 }]),
    );
    const client = new UpstreamClient(guard, 1);
    clients.push(client);
    const { failure } = await exchange(client, { origin: 'http://rebound.example.org' });
    expect(failure).toMatchObject({ kind: 'refused', reason: 'range' });
  });
});

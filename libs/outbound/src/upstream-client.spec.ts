import { createServer as createHttp, type RequestListener } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo, Server } from 'node:net';
import { Readable } from 'node:stream';
import { createServer as createTls } from 'node:tls';
import { makeNodeIdentity } from '../../../test/support/emulators/tls-identity.js';
import { AddressGuard } from './address-guard.js';
import type { OutboundFailure } from './outbound-failure.js';
import type { TlsTrust } from './tls-trust.js';
import { UpstreamClient, type UpstreamHeaders, type UpstreamRequest } from './upstream-client.js';

interface Outcome {
  readonly status?: number;
  readonly headers?: UpstreamHeaders;
  readonly text?: string;
  readonly failure?: OutboundFailure;
}

const clients: UpstreamClient[] = [];
const servers: (Server | Http2SecureServer)[] = [];

function clientOf(allowed: readonly string[], trust?: TlsTrust): UpstreamClient {
  const client = new UpstreamClient(new AddressGuard(allowed), 4, trust);
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
  it('goes over HTTP/1.1, body and headers whole, though the upstream offers HTTP/2', async () => {
    const identity = await makeNodeIdentity();
    const settings = { key: identity.key, cert: identity.cert, allowHTTP1: true };
    const server = createSecureServer(settings, (request, response) => {
      response.writeHead(201, { 'x-spoken': request.httpVersion, 'x-sent': request.headers['x-a'] });
      request.pipe(response);
    });
    const origin = `https://${await listening(server)}`;
    const client = clientOf(['127.0.0.1'], { mode: 'fingerprint', fingerprint: identity.fingerprint });
    const body = Readable.from([Buffer.from('he'), Buffer.from('llo')]);
    const outcome = await exchange(client, { origin, method: 'POST', headers: ['x-a', '1'], body });
    expect(outcome).toMatchObject({
      status: 201,
      text: 'hello',
      headers: { 'x-spoken': '1.1', 'x-sent': '1' },
    });
  });

  it('fails where the upstream speaks HTTP/2 and nothing else', async () => {
    const identity = await makeNodeIdentity();
    const server = createTls({ key: identity.key, cert: identity.cert, ALPNProtocols: ['h2'] });
    const origin = `https://${await listening(server)}`;
    const client = clientOf(['127.0.0.1'], { mode: 'fingerprint', fingerprint: identity.fingerprint });
    expect((await exchange(client, { origin })).failure).toBeDefined();
  });

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

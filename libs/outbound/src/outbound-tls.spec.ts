import { makeNodeIdentity, type NodeIdentity } from '../../../test/support/emulators/tls-identity.js';
import { AddressGuard } from './address-guard.js';
import { OutboundHttp, type OutboundAnswer } from './outbound-http.js';
import { RecordingServer, resolverOf, turn } from './testing/recording-server.js';
import { parseTlsTrust, systemTrust, type TlsTrust } from './tls-trust.js';

const SECRET = 'the-secret-key';

describe('a TLS connection', () => {
  let node: NodeIdentity;
  let other: NodeIdentity;
  let server: RecordingServer;
  const clients: OutboundHttp[] = [];

  beforeAll(async () => {
    [node, other] = [await makeNodeIdentity(), await makeNodeIdentity()];
  });

  beforeEach(async () => {
    server = new RecordingServer();
    await server.start(node);
  });

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await server.stop();
  });

  function open(
    trust: TlsTrust | null,
    host = '127.0.0.1',
    guard = new AddressGuard(['127.0.0.1']),
  ): OutboundHttp {
    if (trust === null) throw new Error('there is no such trust');
    const client = new OutboundHttp({
      base: new URL(`https://${host}:${server.port}`),
      guard,
      trust,
      socketsMax: 2,
    });
    clients.push(client);
    return client;
  }

  const request = {
    method: 'POST',
    path: '/x',
    headers: { authorization: SECRET },
    body: 'secret',
    bytesMax: 1_000,
  } as const;
  const send = (client: OutboundHttp): Promise<OutboundAnswer> =>
    client.send({ ...request, signal: new AbortController().signal });
  const stream = (client: OutboundHttp): Promise<unknown> =>
    client.stream({ ...request, signal: new AbortController().signal });

  const pem = ({ cert }: NodeIdentity) => parseTlsTrust({ mode: 'pem', value: cert });
  const fingerprint = ({ fingerprint: value }: NodeIdentity) => parseTlsTrust({ mode: 'fingerprint', value });

  it.each([
    ['its certificate', () => pem(node)],
    ['its fingerprint', () => fingerprint(node)],
  ])('to a node that is known by %s is made, whatever name and authority it has', async (_what, trust) => {
    expect((await send(open(trust()))).status).toBe(200);
    expect(server.received).toContain(SECRET);
  });

  it('to a name asks for that name, and trusts the pinned certificate all the same', async () => {
    const guard = new AddressGuard(['127.0.0.1'], resolverOf(['127.0.0.1']));
    expect((await send(open(fingerprint(node), 'node.internal', guard))).status).toBe(200);
    expect(server.received).toContain(`host: node.internal:${server.port}`);
  });

  it.each([
    ['another certificate', () => pem(other)],
    ['another fingerprint', () => fingerprint(other)],
    ['a well-known authority', () => systemTrust],
  ])('that trusts %s is given up before a single byte of the request leaves', async (_what, trust) => {
    const client = open(trust());
    await expect(send(client)).rejects.toMatchObject({ kind: 'certificate' });
    await expect(stream(client)).rejects.toMatchObject({ kind: 'certificate' });
    while (server.socketCount > 0) await turn();
    expect([server.opened >= 2, server.received]).toEqual([true, '']);
  });

  it.each([
    ['its certificate', () => pem(node)],
    ['its fingerprint', () => fingerprint(node)],
  ])(
    'to a node that was known by %s and shows another is given up, and is made again when it shows the old one',
    async (_what, trust) => {
      const { port } = server;
      const client = open(trust());
      await send(client);
      await server.stop();
      server.received = '';
      await server.start(other, port);
      await turn();
      await expect(send(client)).rejects.toMatchObject({ kind: 'certificate' });
      expect(server.received).toBe('');
      await server.stop();
      await server.start(node, port);
      await turn();
      expect((await send(client)).status).toBe(200);
    },
  );

  it('compares the certificate on every socket, not on the first alone', async () => {
    const client = open(fingerprint(node));
    server.respond = (socket) => {
      server.answer(socket, '{}', '200 OK\r\nConnection: close');
    };
    await send(client);
    const { port } = server;
    await server.stop();
    await server.start(other, port);
    server.received = '';
    const all = await Promise.allSettled([send(client), send(client), send(client)]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(server.received).toBe('');
  });

  it('to a server that speaks no TLS is given up without a byte of the request', async () => {
    const { port } = server;
    await server.stop();
    await server.start(null, port);
    server.respond = () => undefined;
    const client = open(fingerprint(node));
    const sent = send(client);
    while (server.received === '') await turn();
    await server.stop();
    await expect(sent).rejects.toMatchObject({ name: 'OutboundFailure' });
    expect(server.received).not.toContain(SECRET);
  });
});

describe('whom a connection trusts', () => {
  it('is read in the forms in which people copy fingerprints', async () => {
    const { fingerprint, cert } = await makeNodeIdentity();
    const colons = fingerprint.toUpperCase().replace(/(..)(?!$)/g, '$1:');
    for (const value of [fingerprint, colons, ` ${colons} `, `sha256/${fingerprint}`, `SHA256${colons}`])
      expect(parseTlsTrust({ mode: 'fingerprint', value })).toEqual({ mode: 'fingerprint', fingerprint });
    expect(parseTlsTrust({ mode: 'pem', value: cert })).toMatchObject({ mode: 'pem', fingerprint });
    for (const value of [undefined, null, { mode: 'system' }]) expect(parseTlsTrust(value)).toBe(systemTrust);
  });

  it.each([
    7,
    'system',
    [],
    {},
    { mode: 'none' },
    { mode: 'fingerprint' },
    { mode: 'fingerprint', value: 'ab' },
    { mode: 'fingerprint', value: 'g'.repeat(64) },
    { mode: 'fingerprint', value: 7 },
    { mode: 'pem', value: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' },
    { mode: 'pem', value: 'x'.repeat(20_000) },
  ])('is not read from %j', (value) => {
    expect(parseTlsTrust(value)).toBeNull();
  });
});

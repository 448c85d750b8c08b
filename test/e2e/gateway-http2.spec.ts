import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from 'node:http2';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { ApiProcess } from '../support/api-process.js';
import { makeNodeIdentity } from '../support/emulators/tls-identity.js';
import { apiVariables } from '../support/listening-api.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

/** What the upstream saw of a request: only streams of HTTP/2 come here. */
interface SeenStream {
  readonly method: unknown;
  readonly path: unknown;
  readonly authorization: unknown;
}

let shop: SandboxShop;
let gateway: ApiProcess;
let server: Http2SecureServer;
let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let path: string;
const seen: SeenStream[] = [];

beforeAll(async () => {
  const identity = await makeNodeIdentity('localhost');
  // No HTTP/1.1: whoever does not speak HTTP/2 gets nothing.
  server = createSecureServer({ key: identity.key, cert: identity.cert });
  server.on('stream', (stream, { ':method': method, ':path': target, authorization }) => {
    seen.push({ method, path: target, authorization });
    if (target === '/waits') return;
    stream.respond({ ':status': target === '/broken' ? 500 : 201, 'x-spoken': 'h2' });
    stream.pipe(stream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  folder = await temporaryDirectory();
  const trusted = join(folder.path, 'upstream.pem');
  await writeFile(trusted, identity.cert);

  const { MASTER_KEYS = '', INVOICE_KEYS = '', SEAL_KEYS = '' } = apiVariables('');
  const variables = { MASTER_KEYS, INVOICE_KEYS, SEAL_KEYS, ADDRESS_ALLOW: '127.0.0.1' };
  shop = await SandboxShop.open(variables);
  // The gateway is a process of its own, with a clock of its own.
  shop.api.clock.set(new Date());
  gateway = await ApiProcess.start(
    {
      ...apiVariables(shop.database.url, variables),
      ...{ NODE_EXTRA_CA_CERTS: trusted, UPSTREAM_HTTP2: '127.0.0.1' },
    },
    'apps/gateway/src/main.js',
  );
  const targetBaseUrl = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const auth = { authHeader: 'Authorization', authValue: 'Bearer ours' };
  const { body } = await shop.post('/api/proxy', {
    ...{ name: 'Two', targetBaseUrl, defaultPriceSats: 10, ...auth },
  });
  path = `/l402/proxy/${String(body['proxyId'])}`;
});

afterAll(async () => {
  await gateway.stop();
  await shop.close();
  server.close();
  await folder.remove();
});

async function buy(target: string, method: string): Promise<string> {
  const answer = await fetch(gateway.baseUrl + target, { method });
  const { l402 } = (await answer.json()) as { l402: { invoice: string; macaroon: string } };
  const { body } = await shop.pay(l402.invoice);
  return `L402 ${l402.macaroon}:${String(body['preimage'])}`;
}

describe('an upstream that speaks HTTP/2 and nothing else', () => {
  it('is paid for and reached, body and answer whole, many at a time', async () => {
    const authorization = await buy(`${path}/echo`, 'POST');
    const sent = Array.from({ length: 12 }, (_one, n) => String(n).repeat(100_000));
    const replies = await Promise.all(
      sent.map(async (body) => {
        const answer = await fetch(`${gateway.baseUrl}${path}/echo?n=1`, {
          ...{ method: 'POST', headers: { authorization }, body },
        });
        return [answer.status, answer.headers.get('x-spoken'), (await answer.text()) === body];
      }),
    );
    expect(replies).toEqual(sent.map(() => [201, 'h2', true]));
    const request = { method: 'POST', path: '/echo?n=1', authorization: 'Bearer ours' };
    expect(seen).toEqual(sent.map(() => request));
  });

  it.each([1_000, 3_000_000])(
    'is left when the payer breaks off his request after %d bytes, and the gateway goes on',
    async (size) => {
      const authorization = await buy(`${path}/waits`, 'POST');
      const left = new Promise<string[]>((resolve) => {
        server.once('stream', (stream: ServerHttp2Stream) => {
          const told: string[] = [];
          for (const event of ['end', 'aborted']) stream.on(event, () => told.push(event));
          stream.on('error', () => undefined).on('close', () => resolve(told));
          stream.once('data', () => payer.destroy()).resume();
        });
      });
      const payer = connect(Number(new URL(gateway.baseUrl).port), '127.0.0.1');
      payer.on('error', () => undefined);
      const head = [`POST ${path}/waits HTTP/1.1`, 'Host: gateway', `Authorization: ${authorization}`];
      payer.write(`${[...head, 'Content-Length: 10000000'].join('\r\n')}\r\n\r\n`);
      payer.write(Buffer.alloc(size));
      expect(await left).toEqual(['aborted']);
      expect((await fetch(`${gateway.baseUrl}${path}/waits`)).status).toBe(402);
    },
  );

  it('has its failure passed on', async () => {
    const authorization = await buy(`${path}/broken`, 'GET');
    const answer = await fetch(`${gateway.baseUrl}${path}/broken`, { headers: { authorization } });
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });
});

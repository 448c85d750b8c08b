import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AddressGuard } from './address-guard.js';
import { OutboundHttp } from './outbound-http.js';

describe('a stream', () => {
  let server: Server;
  let http: OutboundHttp;

  beforeEach(async () => {
    // It takes requests and never answers.
    server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const guard = new AddressGuard(['127.0.0.1']);
    http = new OutboundHttp({ base: new URL(`http://127.0.0.1:${port}`), guard, socketsMax: 1 });
  });

  afterEach(async () => {
    await http.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const request = { method: 'GET', path: '/', bytesMax: Infinity } as const;

  it('says that its request went out, while no answer comes', async () => {
    const abort = new AbortController();
    let opened: Promise<unknown> = Promise.resolve();
    await new Promise<void>((onSent) => {
      opened = http.stream({ ...request, signal: abort.signal, onSent });
      opened.catch(() => undefined);
    });
    abort.abort();
    await expect(opened).rejects.toMatchObject({ kind: 'lost' });
  });

  it('does not say so where nobody listens', async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    let wasSent = false;
    const onSent = (): void => {
      wasSent = true;
    };
    const opened = http.stream({ ...request, signal: AbortSignal.timeout(5_000), onSent });
    await expect(opened).rejects.toMatchObject({ kind: 'unreachable' });
    expect(wasSent).toBe(false);
  });
});

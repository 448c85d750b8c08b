import { createHash } from 'node:crypto';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';
import { head, sendRaw, valuesOf } from '../support/raw-http.js';

let scene: GatewayScene;
let proxy: SceneProxy;
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'sec-fetch-mode': 'navigate' };

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy({ name: '<b>Weather</b>' });
});

afterAll(() => scene.close());

/** What is asked as it is told here: `fetch` says itself that it is a script. */
async function open(path: string, headers: Readonly<Record<string, string>>, method = 'GET') {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const reply = await sendRaw(scene.gateway.localUrl, head(`${method} ${path}`, ...lines));
  const names = reply.lines.map(([name]) => name.toLowerCase());
  const header = (name: string): string | null => valuesOf(reply, name).join(', ') || null;
  return { status: reply.status, text: Buffer.from(reply.body, 'latin1').toString('utf8'), names, header };
}

const hashIn = (page: string): string => /l402-status\/([0-9a-f]{64})/.exec(page)?.[1] ?? '';

describe('a browser that opens what a proxy sells', () => {
  it('is shown a page with the invoice, at the status and with the headers that a program gets', async () => {
    const page = await open(`${proxy.path}/v1/a`, browser);
    const told = await open(`${proxy.path}/v1/a`, {});
    expect([page.status, told.status]).toEqual([402, 402]);
    expect(page.header('content-type')).toBe('text/html; charset=utf-8');
    expect(page.header('www-authenticate')).toMatch(/^L402 macaroon="[^"]+", invoice="lnbcrt/);
    expect(page.header('cache-control')).toBe('no-store');
    const more = page.names.filter((name) => !told.names.includes(name));
    expect(more).toEqual(['content-security-policy']);
    expect(page.text).toContain('aria-label="The invoice as a QR code"');
    expect(page.text).toContain(`${proxy.path}/v1/a`);
    expect(page.text).toContain('&lt;b&gt;Weather&lt;/b&gt; (test mode)');
    expect(page.text).not.toContain('<b>Weather');
  });

  it('runs nothing but the script of the page, and may ask this address alone', async () => {
    const { header, text } = await open(`${proxy.path}/v1/a`, browser);
    const policy = header('content-security-policy') ?? '';
    const script = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? '';
    const digest = createHash('sha256').update(script).digest('base64');
    expect(policy).toContain(`default-src 'none'; script-src 'sha256-${digest}'`);
    expect(policy).toContain("connect-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|sandbox|\*/);
  });

  it('gets the same head by HEAD', async () => {
    const page = await open(`${proxy.path}/v1/a`, browser);
    const top = await open(`${proxy.path}/v1/a`, browser, 'HEAD');
    expect([top.status, top.text]).toEqual([402, '']);
    expect(top.names).toEqual(page.names);
    for (const name of ['content-type', 'content-security-policy'])
      expect(top.header(name)).toBe(page.header(name));
  });

  it('is told why what it sent was refused', async () => {
    const authorization = `L402 ${'AgEL'.repeat(8)}:${'00'.repeat(32)}`;
    const { status, text } = await open(`${proxy.path}/v1/a`, { ...browser, authorization });
    expect(status).toBe(402);
    expect(text).toMatch(/role="status">[^<]+\. Here is a new invoice\./);
  });

  it('is passed on with its payment, as anybody is', async () => {
    const authorization = await scene.buy(`${proxy.path}/v1/paid`);
    const reply = await open(`${proxy.path}/v1/paid`, { ...browser, authorization });
    expect([reply.status, reply.text]).toEqual([200, expect.stringContaining('fine')]);
    expect(reply.header('content-security-policy')).toContain('sandbox');
  });
});

describe('JSON stays', () => {
  it.each([
    ['for who takes JSON rather', { accept: 'application/json, text/html;q=0.9' }, 'GET'],
    ['for who takes both alike', { accept: 'text/html, application/problem+json' }, 'GET'],
    ['for who takes anything', { accept: '*/*' }, 'GET'],
    ['for a script of a page', { accept: 'text/html', 'sec-fetch-mode': 'cors' }, 'GET'],
    ['for what changes something', browser, 'POST'],
  ])('%s', async (_who, headers, method) => {
    const reply = await open(`${proxy.path}/v1/a`, headers, method);
    expect([reply.status, reply.header('content-type')]).toEqual([402, 'application/problem+json']);
    expect(reply.header('content-security-policy')).toBeNull();
  });
});

describe('whether a challenge of a proxy is paid', () => {
  it('is told to whoever has it, free of charge', async () => {
    const { text } = await open(`${proxy.path}/v1/live`, browser);
    const [, invoice = ''] = /data-invoice="([^"]+)"/.exec(text) ?? [];
    const [, macaroon = ''] = /data-macaroon="([^"]+)"/.exec(text) ?? [];
    const [, address = ''] = /data-status="([^"]+)"/.exec(text) ?? [];
    const ask = () => scene.call(address);
    expect(await ask()).toMatchObject({ status: 200, body: { status: 'unpaid' } });
    const paid = await scene.shop.pay(invoice, {});
    const authorization = `L402 ${macaroon}:${String(paid.body['preimage'])}`;
    expect((await scene.call(`${proxy.path}/v1/live`, { authorization })).status).toBe(200);
    const told = await ask();
    expect(told).toMatchObject({ status: 200, body: { status: 'paid' } });
    expect(told.headers.get('cache-control')).toBe('no-store');
  });

  it('is not told of what another proxy or the merchant itself has sold', async () => {
    const other = await scene.proxy();
    const { text } = await open(`${proxy.path}/v1/live`, browser);
    const own = (await scene.shop.post('/api/l402/challenges', { resource: '/own', priceSats: 1 })).body;
    for (const hash of [hashIn(text), String(own['paymentHash']), 'ab'.repeat(32)]) {
      const reply = await scene.call(`${other.path}/.well-known/l402-status/${hash}`);
      expect([reply.status, reply.body['error']]).toEqual([404, 'not_found']);
    }
  });
});

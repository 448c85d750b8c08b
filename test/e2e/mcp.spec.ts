import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

import { McpProcess } from '../support/mcp-process.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { UpstreamServer } from '../support/upstream-server.js';

const run = promisify(execFile);
const WISH = { name: 'Weather', targetBaseUrl: 'https://api.example.org', defaultPriceSats: 10 };
const ENDPOINT = { endpointId: 'user', path: '/users/{id}', httpMethod: 'GET', basePriceSats: 25 };
const HEX = 'ab'.repeat(32);

/** A call of each tool that a broker would take, but for the proxy. */
const calls: [string, object][] = [
  ['status', {}],
  ['create_challenge', { resource: '/r', priceSats: 5 }],
  ['verify_payment', { macaroon: 'm', preimage: HEX, resource: '/r', minAmountSats: 5 }],
  ['list_challenges', {}],
  ['create_proxy', { ...WISH, authHeader: 'X-Key', authValue: 'hush-hush-hush' }],
  ['add_endpoint', { proxyId: 'weather-a1b2', ...ENDPOINT }],
  ['publish_proxy', { proxyId: 'weather-a1b2' }],
];

let shop: SandboxShop;
const running: McpProcess[] = [];

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterEach(async () => {
  const ended = running.splice(0);
  await Promise.all(ended.map((mcp) => mcp.stop()));
  expect(ended.flatMap(({ stray, errors }) => [...stray, errors])).toEqual(ended.map(() => ''));
});

afterAll(() => shop.close());

async function producer(key = shop.key, url = shop.api.baseUrl, program?: string): Promise<McpProcess> {
  const mcp = await McpProcess.start({ TURNPIKE_URL: url, TURNPIKE_API_KEY: key }, program);
  running.push(mcp);
  return mcp;
}

describe('the MCP server', () => {
  it('starts as the README says, and offers its tools, which take nothing that they do not name', async () => {
    const [, section = ''] = readFileSync('README.md', 'utf8').split('\n## MCP server\n');
    const [, snippet = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
    const { mcpServers } = JSON.parse(snippet) as {
      mcpServers: Record<string, { command: string; args: string[]; env: Record<string, string> }>;
    };
    const { command, args, env } = mcpServers['turnpike']!;
    expect([command, Object.keys(env)]).toEqual(['node', ['TURNPIKE_URL', 'TURNPIKE_API_KEY']]);
    const program = args[0]!.replace('/path/to/turnpike/', '');
    const { tools } = await (await producer(shop.key, shop.api.baseUrl, program)).tools();
    expect(tools.map(({ name }) => name).sort()).toEqual(calls.map(([name]) => name).sort());
    for (const { inputSchema, description } of tools) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(description).toMatch(/\.$/);
    }
  });

  it('sells: a challenge is made, paid, verified once, and listed', async () => {
    const mcp = await producer();
    const terms = { resource: '/mcp', priceSats: 7, maxUses: 1, metadata: { for: 'a test' } };
    const challenge = await mcp.done('create_challenge', terms);
    const { body: payment } = await shop.pay(String(challenge['invoice']));
    const { macaroon } = challenge;
    const credential = { macaroon, preimage: payment['preimage'], resource: '/mcp', minAmountSats: 7 };
    expect(await mcp.done('verify_payment', { ...credential, resource: '/dear' })).toMatchObject({
      valid: false,
      reason: 'wrong_resource',
    });
    expect(await mcp.done('verify_payment', credential)).toMatchObject({ valid: true, usesRemaining: 0 });
    expect(await mcp.done('verify_payment', credential)).toMatchObject({ valid: false });
    const { challenges } = await mcp.done('list_challenges', { status: 'paid', limit: 1 });
    const { paymentHash } = challenge;
    expect(challenges).toEqual([expect.objectContaining({ paymentHash, resource: '/mcp', uses: 1 })]);
  });

  it('puts an API behind the gateway, prices a path of it, and publishes it', async () => {
    const mcp = await producer();
    const proxy = await mcp.done('create_proxy', { ...WISH, authHeader: 'X-Key', authValue: 'hush-hush' });
    const { proxyId } = proxy;
    expect(proxy).toMatchObject({ name: 'Weather', mode: 'test', hasAuthValue: true });
    expect(await mcp.done('add_endpoint', { proxyId, ...ENDPOINT })).toMatchObject(ENDPOINT);
    const told = { serviceDescription: 'Of today', categories: ['weather'] };
    const published = await mcp.done('publish_proxy', { proxyId, ...told });
    expect(published).toMatchObject({ ...told, manifestEnabled: true, manifestPubliclyListed: true });
    const unlisted = await mcp.done('publish_proxy', { proxyId, publiclyListed: false });
    expect(unlisted).toMatchObject({ ...told, manifestEnabled: true, manifestPubliclyListed: false });
  });

  it('tells how the broker is, who we are there, and what is to be done', async () => {
    expect(await (await producer()).done('status')).toMatchObject({
      url: shop.api.baseUrl,
      mode: 'test',
      health: { status: expect.any(String) },
      merchant: { merchantId: shop.merchant.merchantId },
      quickstart: { totalSteps: 7 },
    });
  });

  it.each<[string, object, string]>([
    ['create_challenge', { resource: '/r' }, 'priceSats'],
    ['create_challenge', { resource: '/r', priceSats: 1.5 }, 'whole number of satoshis at priceSats'],
    ['create_challenge', { resource: '/r', priceSats: 5, max_uses: 1 }, 'max_uses'],
    ['create_challenge', { resource: '/r\n', priceSats: 5 }, '(validation_failed)'],
    ['verify_payment', { macaroon: 'm', preimage: HEX, resource: '/r' }, 'minAmountSats'],
    ['list_challenges', { status: 'lost' }, 'status'],
    ['create_proxy', { ...WISH, targetBaseUrl: 'api' }, 'http or https address at targetBaseUrl'],
    ['create_proxy', { ...WISH, targetBaseUrl: 'https://10.0.0.7' }, '(address_refused)'],
    ['add_endpoint', { ...ENDPOINT, proxyId: '../keys' }, 'proxyId'],
    ['add_endpoint', { ...ENDPOINT, proxyId: 'a', httpMethod: 'get' }, 'upper case'],
    ['publish_proxy', { proxyId: 'a', contactEmail: 'nobody' }, 'e-mail address at contactEmail'],
  ])('refuses %s with %j, and says what is wrong', async (name, input, what) => {
    const { isError, text } = await (await producer()).call(name, input);
    expect([isError, text]).toEqual([true, expect.stringContaining(what)]);
  });

  it('says with each tool that the broker does not know the key', async () => {
    const mcp = await producer(`${shop.key.slice(0, -4)}oops`);
    for (const [name, input] of calls) {
      const { isError, text } = await mcp.call(name, input);
      expect([name, isError, text]).toEqual([name, true, expect.stringMatching(/\.\s\(invalid_api_key\)$/)]);
    }
  });

  it('says with each tool that no broker answers', async () => {
    const mcp = await producer(shop.key, 'http://127.0.0.1:1');
    const answers = await Promise.all(calls.map(([name, input]) => mcp.call(name, input)));
    const refused = { isError: true, text: expect.stringMatching(/could not be reached.*TURNPIKE_URL/) };
    expect(answers).toEqual(calls.map(() => refused));
  });

  it('finds no proxy of another merchant, and changes nothing of it', async () => {
    const { proxyId } = await (await producer()).done('create_proxy', WISH);
    const before = await shop.get(`/api/proxy/${String(proxyId)}/manifest/endpoints`);
    const stranger = await producer((await shop.api.newMerchant()).testKey);
    for (const [name, input] of [
      ['add_endpoint', { proxyId, ...ENDPOINT }],
      ['publish_proxy', { proxyId }],
    ] as const) {
      const { isError, text } = await stranger.call(name, input);
      expect([isError, text]).toEqual([true, expect.stringContaining('(not_found)')]);
    }
    expect((await shop.get(`/api/proxy/${String(proxyId)}/manifest/endpoints`)).body).toEqual(before.body);
  });

  it.each([200, 400])('never repeats a secret, even where the broker does, with %s', async (status) => {
    const parrot = await UpstreamServer.start();
    parrot.respond = ({ headers }, response, body) => {
      const message = `${JSON.stringify(headers)} ${body.toUpperCase()}`;
      const lists = { challenges: [message], errors: { all: [message] } };
      const offer = {
        invoice: message,
        macaroon: 'm',
        paymentHash: 'p',
        expiresAt: 'e',
        resource: 'r',
        priceSats: 1,
      };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message, error: message, valid: false, ...lists, ...offer }));
    };
    const mcp = await producer(shop.key, parrot.url);
    for (const [name, input] of calls) {
      const { isError, text } = await mcp.call(name, input);
      expect([name, isError]).toEqual([name, status !== 200]);
      for (const secret of [shop.key, HEX, 'hush-hush-hush']) {
        expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
      }
    }
    expect(parrot.seen.length).toBeGreaterThanOrEqual(calls.length);
    await parrot.stop();
  });

  it.each([
    [{}, 'TURNPIKE_API_KEY'],
    [{ TURNPIKE_API_KEY: 'tp_test_a1', TURNPIKE_URL: 'hunter2' }, 'TURNPIKE_URL'],
  ])('does not start with %j, and says so in one line apart from the protocol', async (env, name) => {
    const program = [`${process.cwd()}/dist/apps/mcp/src/main.js`];
    await expect(run(process.execPath, program, { env })).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^turnpike-mcp: ${name}: expected [^\n]+\n$`)),
    });
  });
});

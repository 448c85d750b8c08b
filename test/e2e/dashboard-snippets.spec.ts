import { createContext, runInContext } from 'node:vm';
import { fastify as fastifySnippet } from '../../apps/dashboard/src/pages/start/snippets/fastify.js';
import { snippets } from '../../apps/dashboard/src/pages/start/snippets/snippets.js';
import { webHandler } from '../../apps/dashboard/src/pages/start/snippets/web-handler.js';
import { apiVariables, ListeningApi, type ListeningMerchant } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

type Handler = (request: Request) => Promise<Response>;

const address = 'https://shop.example/api/premium';

describe('the lines that the setup guide gives', () => {
  let database: TestDatabase;
  let api: ListeningApi;
  let merchant: ListeningMerchant;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await ListeningApi.start(apiVariables(database.url));
    merchant = await api.newMerchant();
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  /** The handler of the lines for Request and Response, which need no framework, for an instance at an address. */
  function handlerFor(baseUrl: string): Handler {
    const process = { env: { TURNPIKE_API_KEY: merchant.testKey } };
    const context = createContext({ process, fetch, AbortSignal, Response, URL });
    const lines = webHandler.code(baseUrl).replace('export const GET', 'const GET');
    return runInContext(`${lines}; GET`, context) as Handler;
  }

  async function bought(handler: Handler): Promise<string> {
    const challenge = await handler(new Request(address));
    const { l402 } = (await challenge.json()) as { l402: { macaroon: string; invoice: string } };
    const paid = await api.call('POST', '/api/sandbox/pay', merchant.testKey, { invoice: l402.invoice });
    return `L402 ${l402.macaroon}:${String(paid.body['preimage'])}`;
  }

  const withToken = (url: string, authorization: string): Request =>
    new Request(url, { headers: { authorization } });

  it('ask for a payment, and deliver once it was made', async () => {
    const handler = handlerFor(api.baseUrl);
    const challenge = await handler(new Request(address));
    expect(challenge.status).toBe(402);
    expect(challenge.headers.get('www-authenticate')).toMatch(
      /^L402 macaroon="[^"]+", invoice="lnbcrt[^"]+", token="[^"]+", version="0"$/,
    );
    expect(challenge.headers.get('cache-control')).toBe('no-store');
    const delivered = await handler(withToken(address, await bought(handler)));
    expect([delivered.status, await delivered.json()]).toEqual([200, { weather: 'sunny' }]);
  });

  it('let no token open another resource, and ask for a payment again', async () => {
    const handler = handlerFor(api.baseUrl);
    const token = await bought(handler);
    expect((await handler(withToken('https://shop.example/api/dear', token))).status).toBe(402);
  });

  it('ask nobody to pay while we cannot be reached', async () => {
    const answer = await handlerFor('http://127.0.0.1:1')(withToken(address, 'L402 abc:def'));
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([503, null]);
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('are the same for every framework of one language, and name the instance', () => {
    const core = webHandler.code(api.baseUrl).split('const paid =')[0] ?? '';
    expect(fastifySnippet.code(api.baseUrl)).toContain(core.trim());
    expect(snippets.filter(({ code }) => !code(api.baseUrl).includes(api.baseUrl))).toEqual([]);
  });
});

import { expectProblemDocument, whatIsWritten } from '../support/problem-answers.js';
import { head, type RawReply, sendRaw, valuesOf } from '../support/raw-http.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const HASH = 'ab'.repeat(32);
let shop: SandboxShop;
let written: Record<string, unknown>;

beforeAll(async () => {
  shop = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test' });
  written = await whatIsWritten(shop.pool);
});

afterAll(() => shop.close());

afterEach(async () => {
  expect(await whatIsWritten(shop.pool)).toEqual(written);
});

const raw = (request: string | Buffer) => sendRaw(shop.api.baseUrl, request);
const keyLine = () => `X-API-Key: ${shop.key}`;

/** What is refused before there is a request to speak of is answered as everything else is. */
function expectRefusedUnread(reply: RawReply, status: 400 | 417 | 431): void {
  const slug = { 400: 'malformed_request', 417: 'expectation_failed', 431: 'headers_too_large' }[status];
  expect(reply.status).toBe(status);
  expect(valuesOf(reply, 'content-type')).toEqual(['application/problem+json']);
  expect(valuesOf(reply, 'x-api-version')).toEqual(['1']);
  const document = JSON.parse(reply.body) as Record<string, unknown>;
  expect(document).toMatchObject({
    type: `${shop.api.baseUrl}/problems/${slug}`,
    status,
    error: slug,
    correlation_id: valuesOf(reply, 'x-correlation-id')[0],
  });
  for (const member of ['title', 'detail', 'message']) expect(typeof document[member]).toBe('string');
  expect(document['message']).toBe(document['detail']);
}

describe('an address that does not exist is 404', () => {
  it.each([
    '/api',
    '/api/l402',
    '/api/l402/',
    '/api/l402/challenge',
    '/api/l402/challenges/',
    '/api/l402/challenges//revoke',
    `/api/l402/challenges/${HASH}/`,
    `/api/l402/challenges/${HASH}/revoke/now`,
    `/api/l402/challenges/${HASH}/unrevoke`,
    '/api/l402/uses',
    '/api/l402/uses/use_x',
    '/api/l402/uses//commit',
    '/api/sandbox',
    '/api/sandbox/pay/',
    '/API/L402/CHALLENGES',
    '//api/l402/challenges',
    '/api/l402/challenges;x=1',
    '/api/l402/../l402/challenges%2f',
    '/l402/test',
  ])('%s', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const body = method === 'GET' ? undefined : '{"resource":"/r","priceSats":5}';
      expectProblemDocument(await shop.api.send(method, path, shop.key, body), 404, 'not_found');
    }
  });

  it('without a key too, and whatever the body', async () => {
    const reply = await shop.api.send('POST', '/api/l402/nothing', null, 'x=1', {
      'content-type': 'text/plain',
    });
    expectProblemDocument(reply, 404, 'not_found');
  });

  it.each([
    ['half an escape', '%'],
    ['an escape of no digits', '%zz'],
    ['bytes that are no UTF-8', '%ff'],
    ['an encoded lone surrogate', '%ED%A0%80'],
    ['300 characters', 'a'.repeat(300)],
  ])('a parameter that is %s', async (_what, parameter) => {
    for (const [method, path] of [
      ['GET', `/api/l402/challenges/${parameter}`],
      ['POST', `/api/l402/challenges/${parameter}/revoke`],
      ['POST', `/api/l402/uses/${parameter}/commit`],
    ] as const) {
      expectProblemDocument(await shop.api.send(method, path, shop.key), 404, 'not_found');
    }
  });
});

describe('a method that an address does not take is 405 with Allow', () => {
  it.each([
    ['/api/l402/challenges', 'GET, HEAD, POST'],
    // Also read as the challenge named "verify", which there is not: what is listed is what the address is for.
    ['/api/l402/challenges/verify', 'POST'],
    [`/api/l402/challenges/${HASH}`, 'GET, HEAD'],
    [`/api/l402/challenges/${HASH}/revoke`, 'POST'],
    [`/api/l402/challenges/${HASH}/uses`, 'GET, HEAD'],
    ['/api/l402/uses/use_x/commit', 'POST'],
    ['/api/l402/uses/use_x/release', 'POST'],
    ['/api/sandbox/pay', 'POST'],
    ['/api/l402/pricing', 'GET, HEAD'],
    ['/api/l402/status', 'GET, HEAD'],
    ['/l402/test/ping', 'GET, HEAD'],
  ])('%s takes %s', async (path, allow) => {
    const refused = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].filter(
      (each) => !allow.includes(each) && !(each === 'GET' && path.endsWith('/verify')),
    );
    for (const method of refused) {
      for (const key of [shop.key, null]) {
        const reply = await shop.api.send(method, path, key);
        expectProblemDocument(reply, 405, 'method_not_allowed');
        expect(reply.headers.get('allow')).toBe(allow);
      }
    }
  });

  it('whatever a header says that the method is', async () => {
    const headers = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
    const body = '{"resource":"/r","priceSats":5}';
    expect((await shop.api.send('PUT', '/api/l402/challenges', shop.key, body, headers)).status).toBe(405);
    expect((await shop.api.send('GET', '/api/l402/challenges', shop.key, undefined, headers)).status).toBe(
      200,
    );
  });
});

describe('NUL in an address is 400', () => {
  it.each([
    ['GET', '/api/l402/challenges/%00'],
    ['GET', `/api/l402/challenges/${HASH}%00`],
    ['POST', `/api/l402/challenges/${HASH}%00/revoke`],
    ['POST', '/api/l402/uses/use_%00/commit'],
    ['GET', '/api/l402/challenges?status=%00'],
    ['GET', '/api/l402/challenges?x%00=1'],
    ['GET', '/api/l402/pricing?%00'],
    ['GET', '/l402/test/ping?%00'],
  ])('%s %s', async (method, path) => {
    expectProblemDocument(await shop.api.call(method, path, shop.key), 400, 'validation_failed');
  });
});

describe('a query that is not as documented', () => {
  it.each([
    'status=paid&status=paid',
    'status[]=paid',
    'status=paid&status=unpaid',
    'limit=1&limit=1',
    'offset=0&offset=0',
  ])('%s does no harm', async (query) => {
    const { status } = await shop.get(`/api/l402/challenges?${query}`);
    expect(status).toBe(query.includes('[]') ? 200 : 400);
  });

  it('of thousands of members does no harm', async () => {
    const query = Array.from({ length: 1500 }, (_, index) => `q${index}=1`).join('&');
    expect((await shop.get(`/api/l402/challenges?${query}`)).status).toBe(200);
  });
});

describe('headers', () => {
  it('that are too long together are 431', async () => {
    const reply = await raw(head('GET /api/l402/challenges', keyLine(), `X-Long: ${'x'.repeat(20_000)}`));
    expectRefusedUnread(reply, 431);
  });

  it('that expect what nobody knows are 417', async () => {
    expectRefusedUnread(await raw(head('GET /api/l402/pricing', 'Expect: x')), 417);
    expect((await raw(head('GET /api/l402/pricing', 'Expect: 100-continue'))).status).toBe(100);
  });

  it('that hold a control byte are 400', async () => {
    for (const byte of ['\u0000', '\u0001', '\u001f', '\u007f']) {
      const line = `X-Idempotency-Key: a${byte}b`;
      const body = '{"resource":"/r","priceSats":5}';
      const lines = [keyLine(), line, 'Content-Type: application/json', `Content-Length: ${body.length}`];
      expectRefusedUnread(await raw(head('POST /api/l402/challenges', ...lines) + body), 400);
    }
  });

  it('with a key that is long, double or of strange bytes are 401', async () => {
    const get = (...lines: string[]) => raw(head('GET /api/l402/challenges', ...lines));
    const replies = [
      await get(`X-API-Key: tp_test_${'x'.repeat(8000)}`),
      await get(keyLine(), keyLine()),
      await get(`X-API-Key: ${'\u00ff'.repeat(51)}`),
      await get(`X-API-Key: ${shop.key},`),
      await get(`Authorization: Bearer ${shop.key}`),
    ];
    const slugs = replies.map(({ status, body }) => [status, JSON.parse(body)['error']]);
    expect(slugs).toEqual([...Array(4).fill([401, 'invalid_api_key']), [401, 'missing_api_key']]);
  });

  it('with a correlation id of ours come back, others are replaced', async () => {
    const idOf = async (...lines: string[]) =>
      valuesOf(await raw(head('GET /api/l402/pricing', ...lines)), 'x-correlation-id');
    expect(await idOf('X-Correlation-Id: order-7:a.b_c')).toEqual(['order-7:a.b_c']);
    for (const bad of ['a b', 'x'.repeat(129), '<script>', '\u00e9', 'a,b', '']) {
      const [id] = await idOf(`X-Correlation-Id: ${bad}`);
      expect(id).toMatch(/^[A-Za-z0-9._:-]{1,128}$/);
      expect(id).not.toBe(bad);
    }
    expect(await idOf('X-Correlation-Id: a', 'X-Correlation-Id: b')).not.toEqual(['a']);
  });
});

describe('what is no HTTP request is 400', () => {
  it.each([
    ['garbage', 'GARBAGE\r\n\r\n'],
    ['a control byte in the address', head('GET /api/l402/\u0001')],
    ['a line that is no header', head('GET /api/l402/pricing', 'no header')],
    ['two lengths', head('POST /api/sandbox/pay', 'Content-Length: 2', 'Content-Length: 3')],
    ['a length and chunks', head('POST /api/sandbox/pay', 'Content-Length: 2', 'Transfer-Encoding: chunked')],
    ['a length below 0', head('POST /api/sandbox/pay', 'Content-Length: -1')],
    ['HTTP/1.1 without Host', 'GET /api/l402/pricing HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ])('%s', async (_what, request) => {
    expectRefusedUnread(await raw(request), 400);
  });
});

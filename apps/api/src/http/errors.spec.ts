import { smallApp } from './small-app.fake.js';
import type { SmallApp } from './small-app.fake.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const GOOD = { 'x-api-key': 'good', ...JSON_TYPE };

describe('an answer of the HTTP layer', () => {
  let small: SmallApp;
  beforeAll(async () => {
    small = await smallApp();
  });
  afterAll(() => small.app.close());

  const bodies: ReadonlyArray<
    [
      string,
      number,
      string,
      { url: string; method: 'GET' | 'POST' | 'PUT'; payload?: string; headers?: Record<string, string> },
    ]
  > = [
    ['no key', 401, 'missing_api_key', { method: 'POST', url: '/things' }],
    [
      'an unknown key',
      401,
      'invalid_api_key',
      { method: 'POST', url: '/things', headers: { 'x-api-key': 'bad' } },
    ],
    [
      'a key without the scope',
      403,
      'scope_missing',
      { method: 'POST', url: '/things', headers: { 'x-api-key': 'scopeless' } },
    ],
    [
      'a live key in the sandbox',
      403,
      'test_mode_only',
      { method: 'GET', url: '/sandbox', headers: { 'x-api-key': 'live' } },
    ],
    ['an unknown address', 404, 'not_found', { method: 'GET', url: '/nothing' }],
    [
      'an unknown address with a body of a strange type',
      404,
      'not_found',
      { method: 'POST', url: '/nothing', payload: 'a=1', headers: { 'content-type': 'text/plain' } },
    ],
    ['an empty parameter', 404, 'not_found', { method: 'GET', url: '/things/', headers: GOOD }],
    [
      'an address that cannot be decoded',
      404,
      'not_found',
      { method: 'GET', url: '/things/%ff%', headers: GOOD },
    ],
    [
      'a parameter beyond its bound',
      404,
      'not_found',
      { method: 'GET', url: `/things/${'x'.repeat(300)}`, headers: GOOD },
    ],
    [
      'a NUL in the address',
      400,
      'validation_failed',
      { method: 'GET', url: '/things/a%00b', headers: GOOD },
    ],
    ['the wrong method', 405, 'method_not_allowed', { method: 'PUT', url: '/things/7' }],
    [
      'a body beyond 64 KiB',
      413,
      'payload_too_large',
      { method: 'POST', url: '/things', headers: GOOD, payload: ' '.repeat(65_537) },
    ],
    [
      'a form',
      415,
      'unsupported_media_type',
      {
        method: 'POST',
        url: '/things',
        headers: { ...GOOD, 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'name=a',
      },
    ],
    [
      'plain text',
      415,
      'unsupported_media_type',
      { method: 'POST', url: '/things', headers: { ...GOOD, 'content-type': 'text/plain' }, payload: '{}' },
    ],
    [
      'broken JSON',
      400,
      'malformed_json',
      { method: 'POST', url: '/things', headers: GOOD, payload: '{"name":' },
    ],
    ['an array', 400, 'malformed_json', { method: 'POST', url: '/things', headers: GOOD, payload: '[]' }],
    ['no body where one is needed', 400, 'malformed_json', { method: 'POST', url: '/things', headers: GOOD }],
    [
      'no body on a route with a schema',
      400,
      'malformed_json',
      { method: 'POST', url: '/direct', headers: GOOD },
    ],
    [
      'a wrong member',
      400,
      'validation_failed',
      { method: 'POST', url: '/things', headers: GOOD, payload: '{"name":1}' },
    ],
    [
      'a wrong member on a route with a schema',
      400,
      'validation_failed',
      { method: 'POST', url: '/direct', headers: GOOD, payload: '{"text":1}' },
    ],
    ['a fault of ours', 500, 'internal_error', { method: 'GET', url: '/broken' }],
    ['a database that is away', 503, 'service_unavailable', { method: 'GET', url: '/no-database' }],
    [
      'a database that is away while the key is checked',
      503,
      'service_unavailable',
      { method: 'GET', url: '/things/1', headers: { 'x-api-key': 'away' } },
    ],
  ];

  it.each(bodies)('to %s is %i %s, as a problem document', async (_what, status, slug, request) => {
    const answer = await small.app.inject(request);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const document = answer.json();
    expect(document).toMatchObject({
      type: `https://pay.example.com/problems/${slug}`,
      status,
      error: slug,
      correlation_id: answer.headers['x-correlation-id'],
    });
    for (const name of ['title', 'detail', 'message']) expect(typeof document[name]).toBe('string');
    expect(document.message).toBe(document.detail);
    expect(answer.headers).toMatchObject({
      'x-api-version': '1',
      'x-correlation-id': expect.stringMatching(/^[A-Za-z0-9._:-]{1,128}$/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    if (status === 503) expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  });

  it('says which methods an address takes when it refuses one', async () => {
    const allow = async (method: 'GET' | 'DELETE' | 'OPTIONS', url: string) =>
      (await small.app.inject({ method, url })).headers['allow'];
    expect(await allow('DELETE', '/things/7?x=/y')).toBe('GET, HEAD');
    expect(await allow('GET', '/things')).toBe('POST');
    expect(await allow('OPTIONS', '/direct')).toBe('POST');
    expect(await allow('GET', '/nothing')).toBeUndefined();
    expect(await allow('DELETE', '/things/new')).toBe('POST');
  });

  it('names every wrong member with what is expected of it', async () => {
    const send = async (url: string, payload: string) =>
      (await small.app.inject({ method: 'POST', url, headers: GOOD, payload })).json().errors;
    expect(await send('/things', '{"size":11}')).toEqual({
      name: ['name must be a string'],
      size: ['size must not be greater than 10'],
    });
    expect(await send('/direct', '{"text":"a","sats":"1"}')).toEqual({
      sats: ['sats must be a whole number'],
    });
    expect(await send('/direct', '{"sats":1}')).toEqual({ text: ['text is required'] });
  });

  it('never tells what went wrong inside, which is in the log with its cause', async () => {
    const answer = await small.app.inject({ url: '/broken', headers: { 'x-correlation-id': 'find-me' } });
    expect(answer.body).not.toContain('inner');
    const entry = small.logLines.map((line) => JSON.parse(line)).find((line) => line.level === 'error');
    expect(entry).toMatchObject({
      route: '/broken',
      err: { type: 'TypeError', message: 'the inner detail' },
    });
  });

  it('has the headers of a problem for HEAD too', async () => {
    const answer = await small.app.inject({ method: 'HEAD', url: '/nothing' });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });

  it('carries the caller’s correlation id, if it is one, in header, document and log', async () => {
    const headers = { 'x-correlation-id': 'order-7:a.b_c' };
    const answer = await small.app.inject({ url: '/things/1', headers });
    expect(answer.headers['x-correlation-id']).toBe('order-7:a.b_c');
    expect(answer.json().correlation_id).toBe('order-7:a.b_c');
    expect(small.logLines.some((line) => line.includes('"correlationId":"order-7:a.b_c"'))).toBe(true);
    const odd = await small.app.inject({ url: '/things/1', headers: { 'x-correlation-id': 'a b' } });
    expect(odd.headers['x-correlation-id']).not.toBe('a b');
  });
});

import { L402ApiError, L402NetworkError } from './errors.js';
import { L402Server } from './l402-server.js';
import { answer, failing, failureOf, scripted } from './scripted-fetch.fake.js';

const CHALLENGE = {
  invoice: 'lnbcrt1',
  macaroon: 'AgEL',
  paymentHash: 'ab',
  expiresAt: '2029-12-31T23:10:00Z',
  resource: '/r',
  priceSats: 5,
};

describe('the constructor', () => {
  it.each([
    ['no key', { apiKey: '' }, /apiKey/],
    ['a blank key', { apiKey: '   ' }, /apiKey/],
    ['a placeholder that nobody resolved', { apiKey: '${TURNPIKE_KEY}' }, /placeholder/],
    ['a key with a line break', { apiKey: 'tp_test_a\nb' }, /character/],
    ['no address', { baseUrl: '' }, /baseUrl/],
    ['an address without a scheme', { baseUrl: 'pay.example' }, /baseUrl/],
    ['an address with a query', { baseUrl: 'https://pay.example?x=1' }, /baseUrl/],
    ['no time at all', { timeoutMs: 0 }, /timeoutMs/],
  ])('refuses %s', (_what, options, text) => {
    const made = () => new L402Server({ apiKey: 'tp_test_x', baseUrl: 'https://pay.example', ...options });
    expect(made).toThrow(text);
  });

  it.each(['abc$def', 'abc{def}', '${incomplete'])('takes %s for a key', (apiKey) => {
    expect(() => new L402Server({ apiKey, baseUrl: 'https://pay.example' })).not.toThrow();
  });
});

describe('createChallenge', () => {
  it('sends what is sold to the address without its slashes, and the idempotency key as a header only', async () => {
    const { client, asked } = scripted(answer(200, { ...CHALLENGE, mppChallenge: null }));
    const challenge = await client.createChallenge({ resource: '/r', priceSats: 5, idempotencyKey: 'k' });
    expect(challenge).toEqual(CHALLENGE);
    expect(asked).toHaveLength(1);
    const [{ url, init }] = asked as [(typeof asked)[number]];
    expect(url).toBe('https://pay.example/api/l402/challenges');
    expect(init).toMatchObject({ method: 'POST', redirect: 'manual' });
    expect(init.headers).toMatchObject({
      'X-API-Key': 'tp_test_x',
      'X-Idempotency-Key': 'k',
      'Content-Type': 'application/json',
    });
    expect(JSON.parse(init.body ?? '')).toEqual({ resource: '/r', priceSats: 5 });
  });

  it.each([
    [{ resource: '', priceSats: 5 }, /resource/],
    [{ resource: '  ', priceSats: 5 }, /resource/],
    [{ resource: '/r', priceSats: 0 }, /priceSats/],
    [{ resource: '/r', priceSats: 1.5 }, /priceSats/],
    [{ resource: '/r', priceSats: Number.NaN }, /priceSats/],
  ])('asks nobody about %p', async (args, text) => {
    const { client, asked } = scripted(answer(200, CHALLENGE));
    await expect(client.createChallenge(args)).rejects.toThrow(text);
    expect(asked).toEqual([]);
  });

  it('is asked for once without an idempotency key, since each call would be another invoice', async () => {
    const { client, asked } = scripted(failing);
    expect(await failureOf(client.createChallenge({ resource: '/r', priceSats: 5 }))).toBeInstanceOf(
      L402NetworkError,
    );
    expect(asked).toHaveLength(1);
  });

  it('is asked for again under its idempotency key', async () => {
    const busy = answer(409, { error: 'idempotency_in_progress' }, { 'retry-after': '0' });
    const { client, asked } = scripted(failing, busy, answer(200, CHALLENGE));
    const challenge = await client.createChallenge({ resource: '/r', priceSats: 5, idempotencyKey: 'k' });
    expect(challenge).toEqual(CHALLENGE);
    expect(asked.map(({ init }) => init.headers['X-Idempotency-Key'])).toEqual(['k', 'k', 'k']);
  });

  it.each(Object.keys(CHALLENGE))('fails on an answer without %s', async (member) => {
    const { client } = scripted(answer(200, { ...CHALLENGE, [member]: null }));
    const failure = await failureOf(client.createChallenge({ resource: '/r', priceSats: 5 }));
    expect(failure).toBeInstanceOf(L402ApiError);
    expect(failure.message).toContain(member);
  });
});

describe('verifyToken', () => {
  const token = { macaroon: 'AgEL', preimage: 'ab' };

  it('leaves out of a verdict what does not apply', async () => {
    const refused = { valid: false, error: 'Token expired', reason: 'expired', missing: null, useId: null };
    const { client, asked } = scripted(answer(200, refused));
    expect(await client.verifyToken({ ...token, resource: '/r', minAmountSats: 5 })).toEqual({
      valid: false,
      error: 'Token expired',
      reason: 'expired',
    });
    expect(asked[0]?.url).toBe('https://pay.example/api/l402/challenges/verify');
    expect(JSON.parse(asked[0]?.init.body ?? '')).toEqual({ ...token, resource: '/r', minAmountSats: 5 });
  });

  it.each([{}, { valid: 'true' }, { valid: 1 }, { valid: false }, []])(
    'takes %p for no verdict at all',
    async (body) => {
      const { client } = scripted(answer(200, body));
      expect(await failureOf(client.verifyToken(token))).toBeInstanceOf(L402ApiError);
    },
  );

  it.each([201, 204, 301, 302, 307])('takes no %i for a verdict, and follows nothing', async (status) => {
    const body = status === 204 ? null : JSON.stringify({ valid: true });
    const { client, asked } = scripted(() => new Response(body, { status, headers: { location: '/x' } }));
    expect(await failureOf(client.verifyToken(token))).toMatchObject({ statusCode: status });
    expect(asked).toHaveLength(1);
  });

  it('is asked again when the network fails, or when the broker says when, three times at most', async () => {
    const later = answer(503, {}, { 'retry-after': '0' });
    const good = answer(200, { valid: true, resource: '/r' });
    const lucky = scripted(failing, later, good);
    expect(await lucky.client.verifyToken(token)).toEqual({ valid: true, resource: '/r' });
    const unlucky = scripted(later, later, later, good);
    expect(await failureOf(unlucky.client.verifyToken(token))).toMatchObject({
      statusCode: 503,
      retryAfterSeconds: 0,
    });
    expect(unlucky.asked).toHaveLength(3);
  });

  it.each([
    ['a 503 that does not say when', answer(503, {})],
    ['a 429 that asks for more time than a payer has', answer(429, {}, { 'retry-after': '60' })],
    ['a 500', answer(500, { error: 'internal_error' }, { 'retry-after': '0' })],
    ['a 400', answer(400, {}, { 'retry-after': '0' })],
  ])('is asked once after %s', async (_what, step) => {
    const { client, asked } = scripted(step);
    expect(await failureOf(client.verifyToken(token))).toBeInstanceOf(L402ApiError);
    expect(asked).toHaveLength(1);
  });

  it('needs a preimage or a credential', async () => {
    const { client } = scripted(answer(200, {}));
    await expect(client.verifyToken({ macaroon: 'AgEL', preimage: ' ' })).rejects.toThrow(/preimage/);
  });
});

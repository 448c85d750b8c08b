import {
  L402ApiError,
  L402AuthError,
  L402NetworkError,
  L402PlanError,
  L402Server,
} from '@turnpike/server-sdk';

import type { PaywallOptions } from './paywall-options.js';
import { Paywall } from './paywall.js';
import {
  admitted,
  challengeFor,
  CREDENTIAL,
  decisionOn,
  headerOf,
  ScriptedBroker,
  type AskedRequest,
} from './scripted-broker.fake.js';

let broker: ScriptedBroker;
let heard: unknown[];

beforeEach(() => {
  broker = new ScriptedBroker();
  heard = [];
});

const options = (more: Partial<PaywallOptions<AskedRequest>> = {}): PaywallOptions<AskedRequest> => ({
  client: broker,
  priceSats: 10,
  onError: (error) => heard.push(error),
  ...more,
});
const on = (request: AskedRequest, more: Partial<PaywallOptions<AskedRequest>> = {}) =>
  decisionOn(options(more), request);
const refused = (statusCode: number, retryAfterSeconds?: number) =>
  new L402ApiError('no', { statusCode, responseBody: null, retryAfterSeconds });

const failures: [string, Error][] = [
  ['is away', new L402NetworkError('no answer', new Error('ECONNREFUSED'))],
  ['fails', refused(500)],
  ['is not available', refused(503)],
  ['is asked too often', refused(429)],
  ['answers garbage', refused(200)],
  ['refuses the key', new L402AuthError('no', { statusCode: 401, responseBody: null })],
  ['refuses the plan', new L402PlanError('no', { statusCode: 403, responseBody: null })],
  ['breaks its client', new TypeError('x is not a function')],
];

describe('a credential', () => {
  it.each(failures)(
    'is answered 503 and never with a challenge while the broker %s',
    async (_what, failure) => {
      broker.verify = () => Promise.reject(failure);
      const decision = await on({ headers: CREDENTIAL });
      expect(decision.answer).toMatchObject({ status: 503 });
      expect(JSON.parse(decision.answer?.body ?? '')).toMatchObject({ error: 'verification_unavailable' });
      expect(headerOf(decision, 'retry-after')).toEqual(['2']);
      expect(headerOf(decision, 'www-authenticate')).toEqual([]);
      expect(broker.minted).toEqual([]);
      expect(heard).toEqual([failure]);
    },
  );

  it('is answered 503 when the broker hangs, within the time of the client', async () => {
    const fetch = () => new Promise<never>(() => undefined);
    const client = new L402Server({ apiKey: 'k', baseUrl: 'https://pay.example', timeoutMs: 5, fetch });
    const decision = await on({ headers: CREDENTIAL }, { client });
    expect(decision.answer?.status).toBe(503);
  });

  it('is told to come again when the broker says so', async () => {
    broker.verify = () => Promise.reject(refused(503, 7));
    expect(headerOf(await on({ headers: CREDENTIAL }), 'retry-after')).toEqual(['7']);
  });

  it.each([
    ['nothing of a resource', { valid: true }],
    ['another resource', { valid: true, resource: '/other', amountSats: 10 }],
    ['no amount', { valid: true, resource: '/r' }],
    ['less than the price', { valid: true, resource: '/r', amountSats: 9 }],
  ])('does not pass on a verdict that says yes and names %s', async (_what, verdict) => {
    broker.verify = () => verdict;
    expect((await on({ headers: CREDENTIAL })).answer?.status).toBe(503);
    expect(heard).toHaveLength(1);
  });

  it.each([
    ['expired', 402],
    ['used_up', 402],
    ['some_later_reason', 402],
    [undefined, 402],
    ['uses_reserved', 503],
    ['not_settled', 503],
    ['settlement_unknown', 503],
    ['request_id_reused', 500],
    ['missing_context', 500],
  ])('that is refused for %s is answered %i', async (reason, status) => {
    broker.verify = () => ({ valid: false, error: 'No', reason });
    const decision = await on({ headers: CREDENTIAL });
    expect(decision.answer?.status).toBe(status);
    expect(headerOf(decision, 'www-authenticate')).toHaveLength(status === 402 ? 1 : 0);
  });

  it('that its payer has narrowed to a body is answered 402', async () => {
    broker.verify = () => ({ valid: false, error: 'No', reason: 'missing_context', missing: ['bodySha256'] });
    expect((await on({ headers: CREDENTIAL })).answer?.status).toBe(402);
  });

  it('is judged by resource, method and price, and by no id unless uses are counted one by one', async () => {
    await on({ method: 'POST', target: '/a?x=1', headers: CREDENTIAL });
    expect(broker.verified).toEqual([
      { macaroon: 'AgEL', preimage: 'ab'.repeat(32), resource: '/a', method: 'POST', minAmountSats: 10 },
    ]);
  });

  it.each([{ maxUses: 1 }, { reserve: true }])('has an id of ours for each request with %p', async (more) => {
    const headers = { ...CREDENTIAL, 'x-request-id': 'mine' };
    await on({ headers }, more);
    await on({ headers }, more);
    const ids = broker.verified.map(({ requestId }) => requestId);
    expect(ids[0]).toMatch(/^[0-9a-z-]{16,128}$/);
    expect(new Set([...ids, 'mine']).size).toBe(3);
  });

  it('of the Payment scheme goes as it came, with an id, and its receipt only onto a success', async () => {
    broker.verify = (args) => ({ ...admitted(args), mppReceipt: 'r' });
    const decision = await on({ headers: { authorization: 'Payment eyJ9' } });
    expect(broker.verified[0]).toMatchObject({ credential: 'eyJ9', requestId: expect.any(String) });
    expect(broker.verified[0]).not.toHaveProperty('macaroon');
    expect(headerOf(decision, 'payment-receipt', 201)).toEqual(['r']);
    expect(headerOf(decision, 'payment-receipt', 404)).toEqual([]);
  });

  it('is good from the old price on for as long as the seller says', async () => {
    await on({ headers: CREDENTIAL }, { acceptFromSats: 4 });
    await on({ headers: CREDENTIAL }, { acceptFromSats: () => 400 });
    expect(broker.verified.map(({ minAmountSats }) => minAmountSats)).toEqual([4, 10]);
  });
});

describe('a payer without a credential', () => {
  it.each(failures.filter(([what]) => what !== 'is asked too often'))(
    'is answered 503 while the broker %s',
    async (_what, failure) => {
      broker.mint = () => Promise.reject(failure);
      const decision = await on({});
      expect(decision.answer?.status).toBe(503);
      expect(headerOf(decision, 'retry-after')).toHaveLength(1);
    },
  );

  it('is answered 429 with the broker’s Retry-After when it mints no more', async () => {
    broker.mint = () => Promise.reject(refused(429, 30));
    const decision = await on({});
    expect(decision.answer?.status).toBe(429);
    expect(headerOf(decision, 'retry-after')).toEqual(['30']);
  });

  it.each([
    ['a macaroon that ends the header', { macaroon: 'x"\r\nSet-Cookie: a' }],
    ['an invoice that is none', { invoice: 'lnbc" ' }],
    ['another resource', { resource: '/other' }],
    ['another price', { priceSats: 1 }],
  ])('is answered 503 when the broker mints %s', async (_what, wrong) => {
    broker.mint = (args) => ({ ...challengeFor(args), ...wrong });
    expect((await on({})).answer?.status).toBe(503);
  });

  it('is offered both schemes where the broker has both, L402 first', async () => {
    broker.mint = (args) => ({ ...challengeFor(args), mppChallenge: 'Payment id="1", method="lightning"' });
    const [first, second, ...more] = headerOf(await on({}), 'www-authenticate');
    expect([first?.slice(0, 5), second?.slice(0, 8), more]).toEqual(['L402 ', 'Payment ', []]);
  });

  it('is minted what the seller says, bound to the method, its text cut to 200 bytes', async () => {
    const description = () => Promise.resolve('ü'.repeat(150));
    await on({ method: 'HEAD' }, { description, payer: () => 'p', maxUses: 3, tokenValiditySeconds: 600 });
    expect(broker.minted).toEqual([
      {
        resource: '/r',
        priceSats: 10,
        method: 'GET',
        description: 'ü'.repeat(100),
        payer: 'p',
        maxUses: 3,
        tokenValiditySeconds: 600,
      },
    ]);
  });
});

describe('a paywall', () => {
  it('takes a client or what makes one, and not both', () => {
    expect(() => new Paywall({ priceSats: 1 })).toThrow(/client/);
    expect(() => new Paywall(options({ apiKey: 'k', baseUrl: 'https://pay.example' }))).toThrow(/exclusive/);
    expect(() => new Paywall({ priceSats: 1, apiKey: 'k', baseUrl: 'https://pay.example' })).not.toThrow();
  });
});

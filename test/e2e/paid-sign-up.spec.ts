import { Browser } from '../support/browser.js';
import { paymentCredential } from '../support/payment-client.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const PATH = '/api/signup/l402';
let shop: SandboxShop;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    PLANS: 'hosted',
    DEFAULT_PLAN: 'unlimited',
    SIGN_UP: 'l402',
    OPERATOR_MERCHANT: '1:test',
    RATE_LIMIT_SIGN_IN: '0',
  });
});

afterAll(() => shop.close());

const newEmail = () => `payer-${String((made += 1))}@paid.example`;
const send = (body: object, authorization?: string) =>
  shop.api.call('POST', PATH, null, body, authorization === undefined ? {} : { authorization });

/** A credential that was paid for. */
async function paid(email: string): Promise<string> {
  const { status, body } = await send({ email });
  expect(status).toBe(402);
  const { invoice, macaroon, amount_sats: sats } = body['l402'] as Record<string, string | number>;
  expect(sats).toBe(100);
  const payment = await shop.pay(String(invoice));
  return `L402 ${String(macaroon)}:${String(payment.body['preimage'])}`;
}

const works = async (key: unknown) => (await shop.get('/api/merchant/me', String(key))).status === 200;

describe('signing up for a payment', () => {
  it('makes a merchant, whose keys work, and says where to go on', async () => {
    const email = newEmail();
    const { status, body } = await send({ email, name: 'Paid Shop' }, await paid(email));
    expect([status, body]).toEqual([
      200,
      {
        status: 'active',
        merchantId: expect.any(Number),
        apiKey: expect.stringMatching(/^tp_live_/),
        testApiKey: expect.stringMatching(/^tp_test_/),
        email,
        planTier: 'individual',
        subscriptionStatus: 'trialing',
        trialEndsAt: '2026-12-20T12:00:00.000Z',
        dashboardUrl: `${shop.api.baseUrl}/dashboard`,
      },
    ]);
    expect([await works(body['apiKey']), await works(body['testApiKey'])]).toEqual([true, true]);
  });

  it('makes one merchant of a payment that is sent many times at once; the keys shown last work', async () => {
    const email = newEmail();
    const credential = await paid(email);
    const replies = await Promise.all([1, 2, 3, 4].map(() => send({ email }, credential)));
    expect(
      new Set(replies.map(({ status, body }) => `${String(status)} ${String(body['merchantId'])}`)).size,
    ).toBe(1);
    const shown = replies.map(({ body }) => body['apiKey']);
    expect(new Set(shown).size).toBe(4);
    const working = await Promise.all(shown.map(works));
    expect(working.filter(Boolean)).toHaveLength(1);
    expect(await shop.count('merchant WHERE email = $1', [email])).toBe(1);
  });

  it('takes a draft-00 credential, and the same again for the same merchant', async () => {
    const email = newEmail();
    const asked = await send({ email });
    const { invoice } = asked.body['l402'] as Record<string, string>;
    const { preimage } = (await shop.pay(String(invoice))).body;
    const credential = paymentCredential(asked.headers.get('www-authenticate'), String(preimage));
    const [first, second] = [1, 2].map(() => send({ email }, `Payment ${credential}`));
    const merchantIds = [(await first)?.body['merchantId'], (await second)?.body['merchantId']];
    expect(merchantIds).toEqual([expect.any(Number), merchantIds[0]]);
    expect((await first)?.headers.get('payment-receipt')).toMatch(/^ey/);
    expect((await send({ email: newEmail() }, `Payment ${credential}`)).body['error']).toBe(
      'signup_email_mismatch',
    );
  });

  it('shows new keys in place of lost ones, and none once one was used', async () => {
    const email = newEmail();
    const credential = await paid(email);
    const first = (await send({ email }, credential)).body;
    const second = (await send({ email: email.toUpperCase() }, credential)).body;
    expect(second['apiKey']).not.toBe(first['apiKey']);
    expect(await works(first['testApiKey'])).toBe(false);
    expect(await works(second['testApiKey'])).toBe(true);
    expect((await send({ email }, credential)).body).toMatchObject({
      merchantId: first['merchantId'],
      apiKey: null,
      testApiKey: null,
    });
    expect(await works(second['apiKey'])).toBe(true);
  });

  it('is refused for another address with the same payment (409 signup_email_mismatch)', async () => {
    const email = newEmail();
    const credential = await paid(email);
    await send({ email }, credential);
    expect((await send({ email: newEmail() }, credential)).body['error']).toBe('signup_email_mismatch');
  });

  it('tells a registered address so before anything is charged, and lets a payment go to another', async () => {
    const email = newEmail();
    const credential = await paid(email);
    await new Browser(shop.api).enterAs(email);
    expect((await send({ email })).body['error']).toBe('email_taken');
    expect((await send({ email }, credential)).body['error']).toBe('email_taken');
    expect((await send({ email }, 'L402 x:y')).body['error']).toBe('email_taken');
    expect((await send({ email: newEmail() }, credential)).status).toBe(200);
  });

  it('asks for payment again where a credential is garbage, or was bought for something else', async () => {
    const other = await shop.paid({ resource: '/r', priceSats: 100, method: 'POST' });
    for (const credential of ['L402 x:y', `L402 ${other.macaroon}:${other.preimage}`]) {
      expect((await send({ email: newEmail() }, credential)).status).toBe(402);
    }
    expect((await send({ email: 'nobody' })).status).toBe(400);
  });

  it('stands in the price list', async () => {
    const { body } = await shop.get('/api/l402/pricing', null);
    expect(body['endpoints']).toContainEqual(expect.objectContaining({ pathPattern: PATH, priceSats: 100 }));
  });
});

describe('an instance that does not offer it', () => {
  it('has no such route (404), and says so', async () => {
    const closed = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test' });
    for (const [path, body] of [
      [PATH, { email: newEmail() }],
      ['/api/signup', { email: newEmail(), name: 'N' }],
    ] as const) {
      expect((await closed.api.call('POST', path, null, body)).status).toBe(404);
    }
    expect((await closed.get('/api/instance', null)).body).toMatchObject({
      signup: { free: false, l402: false },
      mail: 'outbox',
    });
    await closed.close();
  });
});

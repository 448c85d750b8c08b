import { randomBytes } from 'node:crypto';
import { ListeningApi, apiVariables } from '../support/listening-api.js';
import { paymentCredential } from '../support/payment-client.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

const PATH = '/api/signup/l402';
const ring = `1:${randomBytes(32).toString('base64')}`;
const VARIABLES = {
  ...{ MASTER_KEYS: ring, INVOICE_KEYS: ring, SEAL_KEYS: ring },
  ...{ SIGN_UP: 'l402', OPERATOR_MERCHANT: '1:test', RATE_LIMIT_SIGN_IN: '0', RATE_LIMIT_PUBLIC: '0' },
};

/** One instance before and after the operator has raised the price. */
let shop: SandboxShop;
let dearer: ListeningApi;

beforeAll(async () => {
  shop = await SandboxShop.open(VARIABLES);
  const raised = { ...VARIABLES, SIGN_UP_PRICE_SATS: '250' };
  dearer = await ListeningApi.start(apiVariables(shop.database.url, raised), OPENS_AT);
});
afterAll(async () => {
  await dearer.stop();
  await shop.close();
});

const send = (api: ListeningApi, email: string, authorization?: string) =>
  api.call('POST', PATH, null, { email }, authorization === undefined ? {} : { authorization });

/** Asks at the old price and pays. */
async function paid(email: string): Promise<{ l402: string; payment: string }> {
  const asked = await send(shop.api, email);
  const { invoice, macaroon, amount_sats: sats } = asked.body['l402'] as Record<string, string | number>;
  expect([asked.status, sats]).toEqual([402, 100]);
  const preimage = String((await shop.pay(String(invoice))).body['preimage']);
  const payment = paymentCredential(asked.headers.get('www-authenticate'), preimage);
  return { l402: `L402 ${String(macaroon)}:${preimage}`, payment: `Payment ${payment}` };
}

describe('whoever paid for an account before its price was raised', () => {
  it.each(['l402', 'payment'] as const)('gets it, by a credential of the scheme %s', async (scheme) => {
    const email = `early-${scheme}@paid.example`;
    const credential = (await paid(email))[scheme];
    const { status, body } = await send(dearer, email, credential);
    expect([status, body['email']]).toEqual([200, email]);
  });

  it('and whose answer was lost meanwhile, gets the same merchant again', async () => {
    const email = 'lost@paid.example';
    const { payment } = await paid(email);
    const { merchantId } = (await send(shop.api, email, payment)).body;
    expect(merchantId).toEqual(expect.any(Number));
    expect((await send(dearer, email, payment)).body['merchantId']).toBe(merchantId);
  });
});

it('others are asked for the new price', async () => {
  const { status, body } = await send(dearer, 'late@paid.example');
  expect([status, (body['l402'] as Record<string, unknown>)['amount_sats']]).toEqual([402, 250]);
});

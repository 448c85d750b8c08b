import { RootKeys } from '@turnpike/l402';
import { ProtocolViolation, SandboxFaults, Unavailable } from '@turnpike/wallets';

import { attenuated, forgedCredential, signedCredential } from '../support/hand-made-tokens.js';
import { type HttpReply } from '../support/listening-api.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

const PING = '/l402/test/ping';
const NOW = OPENS_AT.getTime() / 1000;
const PROBLEMS = 'https://paymentauth.org/problems/';
let shop: SandboxShop;

interface Sent {
  readonly macaroon: string;
  readonly preimage: string;
}

beforeAll(async () => {
  shop = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test' });
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

const ping = (headers: Record<string, string> = {}) => shop.api.call('GET', PING, null, undefined, headers);
const present = ({ macaroon, preimage }: Sent) => ping({ authorization: `L402 ${macaroon}:${preimage}` });
/** A token for the ping, sold by the operator as any other. */
const bought = (terms: object = {}) => shop.paid({ resource: PING, priceSats: 1, method: 'GET', ...terms });
const keys = () => shop.api.app.get(RootKeys, { strict: false });
const terms = () => ({
  merchantId: 1,
  resource: PING,
  amountSats: 1,
  method: 'GET',
  expiresAtSeconds: NOW + 60,
});

function expectNoChallenge(reply: HttpReply, status: number, members: object): void {
  expect({ status: reply.status, body: reply.body }).toMatchObject({ status, body: members });
  expect(reply.headers.get('www-authenticate')).toBeNull();
  expect(reply.text).not.toContain('lnbcrt');
  if (status !== 500) expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
}

describe('a dead token is answered 402 with a fresh challenge, the reason and its problem type', () => {
  it.each<[reason: string, type: string, sent: () => Promise<Sent> | Sent]>([
    ['malformed_macaroon', 'malformed-credential', async () => ({ ...(await bought()), macaroon: 'x' })],
    [
      'invalid_preimage',
      'verification-failed',
      async () => ({ ...(await bought()), preimage: 'ab'.repeat(32) }),
    ],
    ['wrong_merchant', 'verification-failed', () => signedCredential(keys(), { ...terms(), merchantId: 2 })],
    ['wrong_mode', 'verification-failed', () => signedCredential(keys(), { ...terms(), mode: 'live' })],
    ['invalid_signature', 'verification-failed', () => forgedCredential(terms())],
    ['caveat_not_allowed', 'verification-failed', async () => narrowed('amount_sats=2')],
    ['expired', 'payment-expired', () => signedCredential(keys(), { ...terms(), expiresAtSeconds: NOW })],
    ['wrong_resource', 'verification-failed', async () => bought({ resource: '/other' })],
    ['wrong_method', 'verification-failed', async () => bought({ method: 'POST' })],
    ['missing_context', 'verification-failed', async () => narrowed(`body_sha256=${'ab'.repeat(32)}`)],
    ['unknown_challenge', 'invalid-challenge', () => signedCredential(keys(), terms())],
    [
      'revoked',
      'invalid-challenge',
      async () => {
        const sold = await bought();
        await shop.revoke(sold.paymentHash);
        return sold;
      },
    ],
    [
      'used_up',
      'invalid-challenge',
      async () => {
        const sold = await bought({ maxUses: 1 });
        await present(sold);
        return sold;
      },
    ],
  ])('%s', async (reason, type, sent) => {
    const { status, body, headers } = await present(await sent());
    expect(status).toBe(402);
    const { l402 } = body as { l402: { macaroon: string; invoice: string } };
    expect(body).toMatchObject({ type: PROBLEMS + type, title: 'Payment Required', reason });
    expect(body['detail']).toBe(body['message']);
    expect(headers.get('www-authenticate')).toContain(`invoice="${l402.invoice}"`);
    expect((await shop.pay(l402.invoice)).status).toBe(200);
  });

  async function narrowed(caveat: string): Promise<Sent> {
    const sold = await bought();
    return { ...sold, macaroon: attenuated(sold.macaroon, caveat) };
  }

  it('a payment credential has types of its own', async () => {
    const parts = { challenge: { id: 'x' }, payload: { preimage: 'ab'.repeat(32) } };
    const sent = Buffer.from(JSON.stringify(parts)).toString('base64url');
    const typeOf = async (authorization: string) => {
      const { status, body } = await ping({ authorization });
      return [status, body['reason'], String(body['type']).replace(PROBLEMS, '')];
    };
    expect(await typeOf('Payment e30')).toEqual([
      402,
      'malformed_credential',
      'lightning/malformed-credential',
    ]);
    expect(await typeOf(`Payment ${sent}`)).toEqual([
      402,
      'invalid_challenge',
      'lightning/unknown-challenge',
    ]);
    const legacy = `Payment method="lightning", preimage="${'ab'.repeat(32)}"`;
    expect(await typeOf(legacy)).toEqual([402, 'unknown_challenge', 'lightning/unknown-challenge']);
  });
});

describe('who may have paid gets 503 and no challenge', () => {
  it('when the uses that are left are reserved', async () => {
    const sold = await bought({ maxUses: 1 });
    await shop.verify(sold, { reserve: true, method: 'GET' });
    expectNoChallenge(await present(sold), 503, {
      error: 'verification_unavailable',
      reason: 'uses_reserved',
    });
  });

  it('when the wallet has not said its word', async () => {
    const sold = await bought();
    await shop.set({ settlementPolicy: 'settled' });
    expectNoChallenge(await present(sold), 503, {
      error: 'verification_unavailable',
      reason: 'settlement_unknown',
    });
    await shop.set({ settlementPolicy: 'preimage' });
    expect((await present(sold)).status).toBe(200);
  });

  it('when verification fails', async () => {
    const sold = await bought();
    await shop.pool.query({ text: 'ALTER TABLE challenge_ledger RENAME TO ledger_away' });
    const reply = await present(sold);
    await shop.pool.query({ text: 'ALTER TABLE ledger_away RENAME TO challenge_ledger' });
    expectNoChallenge(reply, 503, { error: 'verification_unavailable', reason: null });
    expect((await present(sold)).status).toBe(200);
  });
});

describe('a credential while the seller cannot be looked up', () => {
  it('is answered 503 verification_unavailable, never a challenge, and is good afterwards', async () => {
    const sold = await bought();
    await shop.pool.query({ text: 'ALTER TABLE merchant RENAME TO merchant_away' });
    const replies = [await present(sold), await ping({ authorization: 'Payment e30' })];
    await shop.pool.query({ text: 'ALTER TABLE merchant_away RENAME TO merchant' });
    for (const reply of replies) {
      expectNoChallenge(reply, 503, { error: 'verification_unavailable', reason: null });
    }
    expect((await present(sold)).status).toBe(200);
  });
});

describe('when no challenge can be minted', () => {
  const faults = () => shop.api.app.get(SandboxFaults, { strict: false });
  afterEach(() => faults().clear());

  it.each([
    ['is away', new Unavailable(7)],
    ['makes a wrong invoice', new ProtocolViolation('amount')],
  ])('as the wallet %s, the payer is told to come back', async (_what, error) => {
    faults().creation = () => Promise.reject(error);
    expectNoChallenge(await ping(), 503, { status: 503 });
  });

  it('as it could not be recorded, the payer is told to come back', async () => {
    await shop.pool.query({ text: 'ALTER TABLE outbox RENAME TO outbox_away' });
    const reply = await ping();
    await shop.pool.query({ text: 'ALTER TABLE outbox_away RENAME TO outbox' });
    expectNoChallenge(reply, 503, { status: 503 });
  });

  it('as the operator has no wallet, the payer is told to come back', async () => {
    const live = await SandboxShop.open({ OPERATOR_MERCHANT: '1:live' });
    expectNoChallenge(await live.api.call('GET', PING, null), 503, { status: 503 });
    await live.close();
  });

  it('as too many are open, the payer gets 429 with the time to wait', async () => {
    const full = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test', OPEN_CHALLENGES_MAX: '1' });
    expect((await full.api.call('GET', PING, null)).status).toBe(402);
    expectNoChallenge(await full.api.call('GET', PING, null), 429, { error: 'rate_limited' });
    await full.close();
  });

  it('as the payer’s address asks too often, garbage included, he gets 429', async () => {
    const limited = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test', RATE_LIMIT_PUBLIC: '2' });
    const ask = (headers: Record<string, string>) => limited.api.call('GET', PING, null, undefined, headers);
    expect((await ask({})).status).toBe(402);
    expect((await ask({ authorization: 'L402 x:y', 'x-forwarded-for': '203.0.113.1' })).status).toBe(402);
    expectNoChallenge(await ask({ 'x-forwarded-for': '203.0.113.2' }), 429, { error: 'rate_limited' });
    await limited.close();
  });
});

import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';

import { decodePaymentRequest, parseMerchantId } from '@turnpike/l402';
import { Merchants } from '@turnpike/merchants';
import { SandboxFaults } from '@turnpike/wallets';

import {
  ContractApiError,
  ContractAuthError,
  ContractClient,
  ContractNetworkError,
  ContractPlanError,
} from '../support/contract-client.js';
import { apiVariables, ListeningApi, type ListeningMerchant } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let api: ListeningApi;
let merchant: ListeningMerchant;
let client: ContractClient;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await ListeningApi.start(apiVariables(database.url));
  merchant = await api.newMerchant();
  client = clientOf(merchant.testKey);
});

afterAll(async () => {
  await api.stop();
  await database.drop();
});

function clientOf(apiKey: string, more: object = {}): ContractClient {
  return new ContractClient({ baseUrl: api.baseUrl, apiKey, ...more });
}

async function pay(invoice: string, key = merchant.testKey): Promise<string> {
  const { body } = await api.call('POST', '/api/sandbox/pay', key, { invoice });
  return String(body['preimage']);
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it succeeded');
}

describe('a published client with only its base URL changed', () => {
  it('mint and verify answer 200 exactly, no member missing; `merchantId` and `amountSats` are integers', async () => {
    const challenge = await client.createChallenge({ resource: '/api/a', priceSats: 25 });
    expect(challenge).toMatchObject({ resource: '/api/a', priceSats: 25 });
    const verdict = await client.verifyToken(challenge.macaroon, await pay(challenge.invoice));
    expect(verdict).toMatchObject({
      valid: true,
      resource: '/api/a',
      merchantId: merchant.merchantId,
      amountSats: 25,
      paymentHash: challenge.paymentHash,
      error: null,
    });
    expect(Number.isInteger(verdict.merchantId) && Number.isInteger(verdict.amountSats)).toBe(true);
    const terms = { resource: '/api/a', priceSats: 25 };
    const minted = await api.call('POST', '/api/l402/challenges', merchant.testKey, terms);
    const members = ['expiresAt', 'invoice', 'macaroon', 'paymentHash', 'priceSats', 'resource'];
    expect([minted.status, Object.keys(minted.body)]).toEqual([200, expect.arrayContaining(members)]);
    const judged = await api.call('POST', '/api/l402/challenges/verify', merchant.testKey, {
      ...{ macaroon: challenge.macaroon, preimage: '00'.repeat(32) },
    });
    const answered = ['valid', 'resource', 'merchantId', 'amountSats', 'paymentHash', 'error'];
    expect([judged.status, Object.keys(judged.body)]).toEqual([200, expect.arrayContaining(answered)]);
  });

  it.each(['x-api-key', 'X-Api-Key', 'X-API-KEY'])('`X-API-Key` in any case: %s', async (keyHeader) => {
    const challenge = await clientOf(merchant.testKey, { keyHeader }).createChallenge({
      resource: '/api/a',
      priceSats: 1,
    });
    expect(challenge.priceSats).toBe(1);
  });

  it.each([null, undefined, ''])('`description` absent or null: %p', async (description) => {
    const terms = { resource: '/api/a', priceSats: 1, ...(description === undefined ? {} : { description }) };
    expect((await client.createChallenge(terms)).invoice).toMatch(/^lnbcrt/);
  });

  it.each([null, undefined])('`macaroon` absent or null: %p gets a verdict', async (macaroon) => {
    const verdict = await client.verifyToken(macaroon, '00'.repeat(32));
    expect(verdict).toMatchObject({ valid: false, error: 'Challenge not found' });
    const { invoice } = await client.createChallenge({ resource: '/api/a', priceSats: 25 });
    expect(await client.verifyToken(macaroon, await pay(invoice))).toMatchObject({
      valid: true,
      resource: '/api/a',
      amountSats: 25,
    });
  });

  it('idempotency key as a header only, cut at 256', async () => {
    const terms = { resource: '/api/a', priceSats: 2, idempotencyKey: `${'k'.repeat(256)}-one` };
    const first = await client.createChallenge(terms);
    const again = await client.createChallenge({ ...terms, idempotencyKey: `${'k'.repeat(256)}-two` });
    expect(again).toEqual(first);
    const other = await client.createChallenge({ ...terms, idempotencyKey: 'k'.repeat(255) });
    expect(other.paymentHash).not.toBe(first.paymentHash);
    const inBody = { resource: '/api/a', priceSats: 2, idempotencyKey: terms.idempotencyKey };
    const anew = await api.call('POST', '/api/l402/challenges', merchant.testKey, inBody);
    expect(anew.body['paymentHash']).not.toBe(first.paymentHash);
  });

  it('verify: garbage or another merchant’s token is 200, `valid: false`, string `error`', async () => {
    const stranger = await api.newMerchant();
    const theirs = await clientOf(stranger.testKey).createChallenge({ resource: '/api/a', priceSats: 3 });
    const preimage = await pay(theirs.invoice, stranger.testKey);
    const cases: [string, string][] = [
      ['garbage', preimage],
      ['', preimage],
      [theirs.macaroon, preimage],
      [theirs.macaroon, 'not hex'],
    ];
    for (const [macaroon, sent] of cases) {
      const verdict = await client.verifyToken(macaroon, sent);
      expect(verdict).toMatchObject({ valid: false, merchantId: null, amountSats: null });
      expect(typeof verdict.error).toBe('string');
    }
  });

  it('verify: a second time within 60 min is valid, and not after', async () => {
    const challenge = await client.createChallenge({ resource: '/api/a', priceSats: 4 });
    const preimage = await pay(challenge.invoice);
    for (let i = 0; i < 2; i += 1) {
      expect((await client.verifyToken(challenge.macaroon, preimage)).valid).toBe(true);
      api.clock.advanceSeconds(3_500);
    }
    expect(await client.verifyToken(challenge.macaroon, preimage)).toMatchObject({
      valid: false,
      error: 'Token expired',
    });
  });

  it('401 → auth error; 403 → plan error with `current_plan`; else API error, showing `error`', async () => {
    const terms = { resource: '/api/a', priceSats: 5 };
    expect(await failureOf(clientOf('tp_test_wrong').createChallenge(terms))).toBeInstanceOf(
      ContractAuthError,
    );
    const invalid = await failureOf(client.createChallenge({ ...terms, priceSats: 0 }));
    expect(invalid).toBeInstanceOf(ContractApiError);
    expect(invalid).toMatchObject({ status: 400, message: 'validation_failed' });

    const closed = await api.newMerchant();
    const id = parseMerchantId(closed.merchantId);
    if (!id) throw new Error('no id');
    await api.app.get(Merchants, { strict: false }).update(id, { isActive: false });
    const refused = await failureOf(clientOf(closed.testKey).createChallenge(terms));
    expect(refused).toBeInstanceOf(ContractPlanError);
    expect(refused).toMatchObject({ currentPlan: 'unlimited' });
    const live = await failureOf(clientOf(merchant.liveKey).createChallenge(terms));
    expect(live).toMatchObject({ status: 409, message: 'wallet_not_configured' });
  });

  it('else API error, showing `message`: a sentence for every kind of refusal', async () => {
    const shown = async (apiKey: string, terms: { resource: string; priceSats: number }) => {
      const failure = await failureOf(clientOf(apiKey, { shownFirst: 'message' }).createChallenge(terms));
      return failure.message;
    };
    const terms = { resource: '/api/a', priceSats: 5 };
    expect(await shown('tp_test_wrong', terms)).toBe('The API key is unknown, revoked or expired.');
    expect(await shown(merchant.testKey, { ...terms, priceSats: 0 })).toMatch(/^priceSats must/);
    expect(await shown(merchant.liveKey, terms)).toBe('No wallet is connected for live payments.');
    const { body } = await api.call('POST', '/api/merchant/api-keys', merchant.testKey, {
      scopes: ['challenges:read'],
    });
    expect(await shown(String(body['key']), terms)).toBe('This API key lacks the scope challenges:write.');
  });

  it('gives up on a server that accepts and never answers', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const waiting = new ContractClient({
      baseUrl: `http://127.0.0.1:${String(port)}`,
      apiKey: merchant.testKey,
      timeoutMillis: 50,
    });
    const failure = await failureOf(waiting.createChallenge({ resource: '/a', priceSats: 1 }));
    expect(failure).toBeInstanceOf(ContractNetworkError);
    expect(failure.cause).toMatchObject({ name: 'TimeoutError' });
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('hears of a wallet that never answers before it gives up itself', async () => {
    const faults = api.app.get(SandboxFaults, { strict: false });
    faults.creation = () => new Promise(() => undefined);
    const failure = await failureOf(client.createChallenge({ resource: '/api/a', priceSats: 7 }));
    faults.clear();
    expect(failure).toBeInstanceOf(ContractApiError);
    expect(failure).toMatchObject({ status: 503 });
  });

  it('sees a server that is not there as a network error', async () => {
    const nowhere = new ContractClient({ baseUrl: 'http://127.0.0.1:9', apiKey: merchant.testKey });
    expect(await failureOf(nowhere.createChallenge({ resource: '/a', priceSats: 1 }))).toBeInstanceOf(
      ContractNetworkError,
    );
  });

  it('macaroon without quote, comma, colon or blank; invoice with its amount in the human-readable part', async () => {
    const challenge = await client.createChallenge({ resource: '/a "quoted", path: ü', priceSats: 6 });
    expect(challenge.macaroon).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
    expect(challenge.macaroon.length % 4).toBe(0);
    expect(challenge.invoice).toMatch(/^lnbcrt60n1[a-z0-9]+$/);
    expect(decodePaymentRequest(challenge.invoice, 'regtest')).toMatchObject({
      amountMsat: 6000n,
      paymentHash: challenge.paymentHash,
    });
  });
});

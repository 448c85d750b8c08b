import { randomBytes } from 'node:crypto';
import { HotPool } from '@turnpike/database';
import { Logger } from '@turnpike/observability';
import { ProtocolViolation, SandboxFaults, Unavailable } from '@turnpike/wallets';

import { apiVariables, ListeningApi, type ListeningMerchant } from '../support/listening-api.js';
import { OPENS_AT } from '../support/sandbox-shop.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const ADMIN_KEY = randomBytes(24).toString('hex');
const lines: string[] = [];
/** Bodies of errors, but for those 402s whose purpose it is to hand out an invoice. */
const errors: string[] = [];
const secrets = new Set<string>([ADMIN_KEY]);
let database: TestDatabase;
let api: ListeningApi;
let pool: HotPool;
let keys: ListeningMerchant;
let variables: Record<string, string>;

interface Offer {
  readonly invoice: string;
  readonly macaroon: string;
  readonly paymentHash: string;
}

beforeAll(async () => {
  database = await createTestDatabase();
  variables = apiVariables(database.url, {
    ADMIN_API_KEY: ADMIN_KEY,
    OPERATOR_MERCHANT: '1:test',
    RATE_LIMIT_FAILED_KEYS: '3',
  });
  api = await ListeningApi.start(variables, OPENS_AT, lines);
  pool = new HotPool(database.url, 1);
  keys = await api.newMerchant();
  for (const secret of [keys.testKey, keys.liveKey]) secrets.add(secret);
});

afterAll(async () => {
  await api.stop();
  await pool.onApplicationShutdown();
  await database.drop();
});

async function call(
  method: 'GET' | 'POST',
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const reply = await api.send(method, url, keys.testKey, body, headers);
  if (reply.status >= 400 && reply.status !== 402) {
    errors.push(reply.text, JSON.stringify(Object.fromEntries(reply.headers)));
  }
  return reply;
}

async function mint(terms: object = {}, headers = {}): Promise<Offer> {
  const { body } = await call(
    'POST',
    '/api/l402/challenges',
    { resource: '/r', priceSats: 5, ...terms },
    headers,
  );
  const offer = body as unknown as Offer;
  for (const secret of [offer.invoice, offer.macaroon]) secrets.add(secret);
  return offer;
}

async function paid(): Promise<Offer & { preimage: string }> {
  const offer = await mint();
  const { body } = await call('POST', '/api/sandbox/pay', { invoice: offer.invoice });
  const preimage = String(body['preimage']);
  secrets.add(preimage);
  return { ...offer, preimage };
}

const verify = (body: object) => call('POST', '/api/l402/challenges/verify', body);

/** Renames a table while something is done, so that the database's own errors are what is logged. */
async function without(table: string, work: () => Promise<unknown>): Promise<void> {
  await pool.query({ text: `ALTER TABLE ${table} RENAME TO away` });
  await work();
  await pool.query({ text: `ALTER TABLE away RENAME TO ${table}` });
}

describe('no secret is in the log or in an error, at the most talkative level', () => {
  afterEach(() => {
    const log = lines.join('');
    const told = errors.join('\n');
    for (const secret of secrets) {
      expect({ leaked: log.includes(secret) || told.includes(secret), secret }).toEqual({
        leaked: false,
        secret,
      });
      // A beginning gives as much away where texts are cut.
      expect(log).not.toContain(secret.slice(0, 40));
    }
  });

  it('when a challenge is minted, paid and verified', async () => {
    const offer = await paid();
    const { macaroon, preimage } = offer;
    expect((await verify({ macaroon, preimage, requestId: 'a' })).body['valid']).toBe(true);
    await call('GET', `/api/l402/challenges/${offer.paymentHash}`);
    await call('POST', `/api/l402/challenges/${offer.paymentHash}/revoke`);
    expect((await verify({ macaroon, preimage })).body['reason']).toBe('revoked');
    expect(lines.some((line) => line.includes('/api/l402/challenges/:paymentHash'))).toBe(true);
  });

  it('when requests are refused that carry them in the wrong places', async () => {
    const { macaroon, preimage, invoice } = await paid();
    const everything = { macaroon, preimage, invoice, apiKey: keys.liveKey };
    await verify({ ...everything, requestId: macaroon, amountSats: macaroon });
    await verify({ macaroon: { macaroon }, preimage: [preimage], resource: '' });
    await call('POST', '/api/l402/challenges', {
      resource: invoice,
      priceSats: preimage,
      metadata: everything,
    });
    await call('POST', '/api/l402/challenges', `{"macaroon":"${macaroon}","preimage":"${preimage}`);
    await call('POST', '/api/l402/challenges', { resource: `${macaroon}\u0000` });
    await call('POST', '/api/sandbox/pay', { invoice, outcome: preimage });
    await call('POST', '/api/sandbox/pay', { invoice: `${invoice}q` });
    await call('GET', `/api/l402/challenges/${preimage}`);
    await call('GET', `/api/l402/challenges/${encodeURIComponent(macaroon)}/uses`);
    await call('GET', `/api/l402/challenges?status=${preimage}&limit=${invoice}&key=${keys.liveKey}`);
    await call('POST', `/api/l402/uses/${preimage}/commit`);
    await call('GET', `/nothing/${preimage}?macaroon=${encodeURIComponent(macaroon)}`);
  });

  it('when a key is wrong, of the wrong mode, or refused for its number', async () => {
    const wrong = `${keys.testKey.slice(0, -1)}${keys.testKey.endsWith('A') ? 'B' : 'A'}`;
    secrets.add(wrong);
    for (let i = 0; i < 5; i += 1)
      await call('GET', '/api/l402/challenges', undefined, { 'x-api-key': wrong });
    await call('POST', '/api/sandbox/pay', { invoice: 'x' }, { 'x-api-key': keys.liveKey });
    await call(
      'POST',
      '/api/l402/challenges',
      { resource: '/r', priceSats: 5 },
      { 'x-api-key': keys.liveKey },
    );
    await call('GET', '/api/admin/merchants', undefined, { 'x-api-key': ADMIN_KEY });
  });

  it('when the wallet fails, even with an error full of secrets', async () => {
    const faults = api.app.get(SandboxFaults, { strict: false });
    const { macaroon, preimage, invoice } = await paid();
    const talkative = Object.assign(new TypeError(`refused ${invoice} ${preimage}`), {
      preimage,
      response: { body: { payment_request: invoice, macaroon } },
      config: { headers: { authorization: `Bearer ${keys.liveKey}`, 'grpc-metadata-macaroon': macaroon } },
      cause: new Error(`preimage=${preimage}`),
    });
    for (const error of [talkative, new Unavailable(1), new ProtocolViolation('amount')]) {
      faults.creation = () => Promise.reject(error);
      expect(
        (await call('POST', '/api/l402/challenges', { resource: '/r', priceSats: 5 })).status,
      ).toBeGreaterThan(500);
    }
    faults.clear();
    expect(lines.some((line) => line.includes('wallet_unavailable'))).toBe(true);
  });

  it('when the database refuses a row and quotes it', async () => {
    await pool.query({ text: 'ALTER TABLE challenge ADD CONSTRAINT unlucky CHECK (price_sats <> 13)' });
    const { status, body } = await call('POST', '/api/l402/challenges', { resource: '/r', priceSats: 13 });
    expect([status, body['error']]).toEqual([500, 'challenge_persist_failed']);
    const logged = lines.filter((line) => line.includes('unlucky')).join('');
    expect(logged).not.toBe('');
    expect(logged).not.toContain('lnbcrt130n1');
    expect(JSON.stringify(body)).not.toContain('unlucky');
  });

  it('when the database has lost a table', async () => {
    const { macaroon, preimage } = await paid();
    await without('outbox', () => call('POST', '/api/l402/challenges', { resource: '/r', priceSats: 5 }));
    await without('challenge_ledger', async () => {
      await verify({ macaroon, preimage });
      await verify({ macaroon, preimage, requestId: preimage, reserve: true });
    });
    await without('sandbox_invoice', () =>
      call('POST', '/api/l402/challenges', { resource: '/r', priceSats: 5 }),
    );
    expect(lines.filter((line) => line.includes('"level":"error"')).length).toBeGreaterThan(0);
    expect(errors.join('')).not.toMatch(/relation "|does not exist|outbox|challenge_ledger/);
  });

  it('when a payer sends his credential, good or bad', async () => {
    const { body } = await call('GET', '/l402/test/ping');
    const offer = body['l402'] as Offer;
    const { body: receipt } = await call('POST', '/api/sandbox/pay', { invoice: offer.invoice });
    const preimage = String(receipt['preimage']);
    for (const secret of [offer.invoice, offer.macaroon, preimage]) secrets.add(secret);
    const credential = `${offer.macaroon}:${preimage}`;
    const pong = await call('GET', '/l402/test/ping', undefined, { authorization: `L402 ${credential}` });
    expect(pong.text).toBe('pong');
    for (const authorization of [`L402 x${credential}`, `Bearer ${credential}`, `Payment ${credential}`]) {
      for (const path of ['/l402/test/ping', '/api/l402/status'])
        await call('GET', path, undefined, { authorization });
    }
  });

  it('when something is logged that holds them all', async () => {
    const { macaroon, preimage, invoice } = await paid();
    const fields = {
      macaroon,
      preimage,
      invoice,
      headers: { 'x-api-key': keys.testKey, authorization: `L402 ${macaroon}:${preimage}` },
    };
    api.app
      .get(Logger, { strict: false })
      .info(fields, `sent ${invoice} with ${macaroon}, preimage=${preimage}`);
    expect(lines.at(-1)).toContain('[redacted]');
  });
});

describe('the database', () => {
  it('holds no preimage, no macaroon, no API key and no master key', async () => {
    const { preimage, macaroon } = await paid();
    const { rows } = await pool.query<{ name: string }>({
      text: `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    });
    const master = Buffer.from(String(variables['MASTER_KEYS']).slice(2), 'base64').toString('hex');
    const tail = Buffer.from(macaroon, 'base64').subarray(-32).toString('hex');
    for (const { name } of rows) {
      const { rows: found } = await pool.query<{ all: string | null }>({
        text: `SELECT string_agg(t::text, ' ') AS all FROM "${name}" t`,
      });
      const text = found[0]?.all ?? '';
      for (const secret of [preimage, macaroon, tail, keys.testKey, keys.liveKey, master]) {
        expect({ table: name, holds: text.includes(secret) }).toEqual({ table: name, holds: false });
      }
    }
  });
});

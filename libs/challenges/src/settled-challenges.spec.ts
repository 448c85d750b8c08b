import { ColdPool, HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';

import { insertChallenge } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { PruneChallenges } from './prune-challenges.js';
import { SettledChallenges } from './settled-challenges.js';
import { type SettledChallenge } from './settled-challenges.repository.js';

const DAY_MILLIS = 86_400_000;
const now = new Date('2026-06-15T12:00:00Z');
const tenant = { merchantId: 1 as MerchantId, mode: 'live' as const };
const before = (days: number) => new Date(now.getTime() - days * DAY_MILLIS);

let database: TestDatabase;
let pool: HotPool;
let cold: ColdPool;
let books: SettledChallenges;
let prune: PruneChallenges;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool(database.url, 4);
  cold = new ColdPool(database.url, 3);
  [books, prune] = [new SettledChallenges(cold), new PruneChallenges(cold)];
});

afterAll(async () => {
  await Promise.all([pool, cold].map((each) => each.onApplicationShutdown()));
  await database.drop();
});

/** Settled in the wallet `wal_1` nine days ago and so many minutes, done with when its token expired. */
async function settledChallenge(minutes: number, tokenExpired: Date): Promise<string> {
  const { key } = await insertChallenge(pool, { mode: 1, settlement: 1 });
  await pool.query({
    text: `UPDATE challenge SET connection_id = 'wal_1', provider_ref = 'ref-' || key, settled_via = 'lightning',
        created_at = $2::timestamptz, invoice_expires_at = $2, paid_at = $2, received_msat = 10001,
        settled_at = $2::timestamptz + $3::int4 * interval '1 minute', token_expires_at = $4 WHERE key = $1`,
    values: [key, before(9), minutes, tokenExpired],
  });
  return key;
}

async function inBooks(): Promise<SettledChallenge[]> {
  const lines: SettledChallenge[] = [];
  for await (const page of books.between(tenant, before(800), now)) lines.push(...page);
  return lines;
}

async function areThere(keys: readonly string[]): Promise<number> {
  const text = 'SELECT 1 FROM challenge WHERE key = ANY ($1::uuid[])';
  return (await pool.query({ text, values: [keys] })).rowCount ?? 0;
}

describe('a merchant’s books', () => {
  it('keep what was settled for two years after its challenge is deleted, in its place and to the last figure', async () => {
    const deleted = await settledChallenge(1, before(3));
    const kept = await settledChallenge(0, before(0.1));
    const last = await settledChallenge(2, before(3));
    const whole = await inBooks();
    expect(whole.map(({ key }) => key)).toEqual([kept, deleted, last]);
    const refs = whole.map(({ providerRef }) => providerRef);
    const hashes = whole.map(({ paymentHash }) => paymentHash);
    const referred = new Set(await books.referred(1, 'wal_1', refs, []));

    while ((await prune.run(now)) > 0);
    expect(await areThere([deleted, kept, last])).toBe(1);
    expect(await inBooks()).toEqual(whole);
    expect(new Set(await books.referred(1, 'wal_1', refs, []))).toEqual(referred);
    expect(new Set(await books.referred(1, 'wal_1', [], hashes))).toEqual(referred);

    expect(await prune.runSettlements(new Date(before(9).getTime() + 799 * DAY_MILLIS))).toBe(0);
    expect(await prune.runSettlements(new Date(before(9).getTime() + 801 * DAY_MILLIS))).toBe(2);
    expect((await inBooks()).map(({ key }) => key)).toEqual([kept]);
  });

  it('tell nothing of another merchant’s or another wallet’s, deleted or not', async () => {
    await settledChallenge(0, before(3));
    while ((await prune.run(now)) > 0);
    const lines = await inBooks();
    const [refs, hashes] = [lines.map((one) => one.providerRef), lines.map((one) => one.paymentHash)];
    expect(refs.length).toBeGreaterThan(0);
    expect(await books.referred(2, 'wal_1', refs, hashes)).toEqual([]);
    expect(await books.referred(1, 'wal_2', refs, hashes)).toEqual([]);
    const others = books.between({ ...tenant, merchantId: 2 as MerchantId }, before(800), now);
    expect(await others.next()).toMatchObject({ done: true });
  });
});

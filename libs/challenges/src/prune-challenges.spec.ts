import { HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';

import { insertChallenge } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeUsage } from './challenge-usage.js';
import { PruneChallenges } from './prune-challenges.js';

const DAY_MILLIS = 86_400_000;
const now = new Date('2026-06-15T12:00:00Z');
const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const before = (days: number) => new Date(now.getTime() - days * DAY_MILLIS);

let database: TestDatabase;
let pool: HotPool;
let prune: PruneChallenges;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool(database.url, 4);
  prune = new PruneChallenges(pool);
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

async function challengeThat(
  times: { tokenExpired: Date; invoiceExpired?: Date; watchEnded?: Date | null },
  paid = false,
): Promise<string> {
  const { key } = await insertChallenge(pool);
  await pool.query({
    text: `UPDATE challenge SET created_at = $2::timestamptz, invoice_expires_at = $3, token_expires_at = $4,
        paid_at = CASE WHEN $5 THEN $2::timestamptz END WHERE key = $1`,
    values: [key, before(10), times.invoiceExpired ?? before(9), times.tokenExpired, paid],
  });
  await pool.query({
    text: `INSERT INTO challenge_watch (key, merchant_id, mode, next_look_up_at, ended_at) VALUES ($1, 1, 0, $2, $3)`,
    values: [key, before(9), times.watchEnded === undefined ? before(9) : times.watchEnded],
  });
  return key;
}

async function isThere(key: string): Promise<boolean> {
  const { rowCount } = await pool.query({ text: 'SELECT 1 FROM challenge WHERE key = $1', values: [key] });
  return rowCount === 1;
}

describe('pruning', () => {
  it('waits a day after the token’s expiry and after the wallet’s last look, whichever is later', async () => {
    const young = await challengeThat({ tokenExpired: before(0.9) });
    const watched = await challengeThat({ tokenExpired: before(5), watchEnded: null });
    const lookedAt = await challengeThat({ tokenExpired: before(5), watchEnded: before(0.5) });
    const done = await challengeThat({ tokenExpired: before(1.1) });
    while ((await prune.run(now)) > 0);
    expect(await Promise.all([young, watched, lookedAt, done].map(isThere))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('changes no figure of the month', async () => {
    const usage = new ChallengeUsage(pool);
    const month = () =>
      usage.forMonth(tenant, new Date('2026-06-01T00:00:00Z'), new Date('2026-07-01T00:00:00Z'));
    await challengeThat({ tokenExpired: before(3) }, true);
    await challengeThat({ tokenExpired: before(3) }, false);
    const figures = await month();
    expect(figures.paidChallenges).toBeGreaterThan(0);
    while ((await prune.run(now)) > 0);
    expect(await month()).toEqual(figures);
  });

  it('by two workers at once deletes each challenge once and counts it once', async () => {
    const keys = await Promise.all(
      Array.from({ length: 30 }, () => challengeThat({ tokenExpired: before(4) })),
    );
    const deleted = await Promise.all([prune.run(now), prune.run(now), prune.run(now)]);
    expect(deleted.reduce((a, b) => a + b, 0)).toBe(keys.length);
  });

  it('leaves nothing of a challenge behind', async () => {
    const key = await challengeThat({ tokenExpired: before(4) });
    await pool.query({
      text: 'INSERT INTO challenge_use (key, seq, state, created_at) VALUES ($1, 1, 1, now())',
      values: [key],
    });
    await prune.run(now);
    for (const table of ['challenge', 'challenge_ledger', 'challenge_use', 'challenge_watch']) {
      const { rowCount } = await pool.query({ text: `SELECT 1 FROM ${table} WHERE key = $1`, values: [key] });
      expect([table, rowCount]).toEqual([table, 0]);
    }
  });
});

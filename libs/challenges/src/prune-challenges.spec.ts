import { limits } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';

import { insertChallenge } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { PruneChallenges } from './prune-challenges.js';
import { PruneRepository } from './prune.repository.js';

const DAY_MILLIS = 86_400_000;
const now = new Date('2026-06-15T12:00:00Z');
const TABLES_OF_A_CHALLENGE = [
  'challenge',
  'challenge_ledger',
  'challenge_use',
  'challenge_watch',
  'challenge_refusal',
];
const before = (days: number) => new Date(now.getTime() - days * DAY_MILLIS);

let database: TestDatabase;
let pool: HotPool;
let cold: ColdPool;
let prune: PruneChallenges;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool(database.url, 4);
  cold = new ColdPool(database.url, 3);
  prune = new PruneChallenges(cold);
});

afterAll(async () => {
  await Promise.all([pool, cold].map((each) => each.onApplicationShutdown()));
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

interface ClaimTerms {
  readonly createdAt?: Date;
  readonly challengeKey?: string;
  readonly lease?: string;
}

async function putClaim(name: string, { createdAt, challengeKey, lease }: ClaimTerms): Promise<void> {
  await pool.query({
    text: `INSERT INTO idempotency_key (merchant_id, mode, key, fingerprint, challenge_key, lease_until, created_at)
      VALUES (1, 0, $1, '', $2, now() + $3::interval, $4)`,
    values: [name, challengeKey ?? null, lease ?? null, createdAt ?? before(9)],
  });
}

async function claims(): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>({ text: 'SELECT key FROM idempotency_key ORDER BY 1' });
  return rows.map(({ key }) => key);
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

  it('spares a challenge whose watch a hint has begun again meanwhile', async () => {
    const repository = new PruneRepository(cold);
    const key = await challengeThat({ tokenExpired: before(3) });
    expect(await repository.dead(before(1), 100)).toContain(key);
    await pool.query({ text: 'UPDATE challenge_watch SET ended_at = NULL WHERE key = $1', values: [key] });
    expect([await repository.drop([key], before(1)), await isThere(key)]).toEqual([0, true]);
    await pool.query({
      text: 'UPDATE challenge_watch SET ended_at = $2 WHERE key = $1',
      values: [key, before(2)],
    });
    expect([await repository.drop([key], before(1)), await isThere(key)]).toEqual([1, false]);
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
    await pool.query({
      text: `INSERT INTO challenge_refusal (key, reason, count, last_at) VALUES ($1, 'expired', 2, now())`,
      values: [key],
    });
    await putClaim('of the dead', { challengeKey: key });
    await prune.run(now);
    for (const table of TABLES_OF_A_CHALLENGE) {
      const { rowCount } = await pool.query({ text: `SELECT 1 FROM ${table} WHERE key = $1`, values: [key] });
      expect([table, rowCount]).toEqual([table, 0]);
    }
    expect(await claims()).not.toContain('of the dead');
  });

  it.each([
    [
      'uses',
      `INSERT INTO challenge_use (key, seq, state, created_at) SELECT $1, n, 1, now() FROM generate_series(1, $2) n`,
    ],
    [
      'claims',
      `INSERT INTO idempotency_key (merchant_id, mode, key, fingerprint, challenge_key, created_at)
        SELECT 1, 0, 'many ' || n, '', $1, now() FROM generate_series(1, $2) n`,
    ],
  ])(
    'takes a challenge with very many %s apart in bounded steps, and drops it with the last',
    async (_what, fill) => {
      const most = limits.pruneDependentsBatchMax;
      const key = await challengeThat({ tokenExpired: before(5) });
      const bare = await challengeThat({ tokenExpired: before(4) });
      await pool.query({ text: fill, values: [key, 2 * most + 1] });
      // The first step drops what has none, the last the one that had many.
      const steps: [number, boolean][] = [];
      for (let rows = -1; rows !== 0;) {
        rows = await prune.run(now);
        steps.push([rows, await isThere(key)]);
      }
      expect(steps).toEqual([
        [most + 1, true],
        [most, true],
        [2, false],
        [0, false],
      ]);
      expect(await isThere(bare)).toBe(false);
    },
  );
});

describe('pruning claims', () => {
  it('deletes those that led to nothing a day after, and neither young nor running ones nor those with a challenge', async () => {
    await pool.query({ text: 'DELETE FROM idempotency_key' });
    const key = await challengeThat({ tokenExpired: before(0.5) });
    await putClaim('old', { createdAt: before(1.1) });
    await putClaim('over', { createdAt: before(1.1), lease: '-1 second' });
    await putClaim('running', { createdAt: before(1.1), lease: '10 seconds' });
    await putClaim('young', { createdAt: before(0.9) });
    await putClaim('finished', { createdAt: before(9), challengeKey: key });
    expect(await prune.runClaims(now)).toBe(2);
    expect(await claims()).toEqual(['finished', 'running', 'young']);
    expect(await prune.runClaims(now)).toBe(0);
  });

  it('deletes no more at once than its bound', async () => {
    const most = limits.pruneBatchMax;
    await pool.query({
      text: `INSERT INTO idempotency_key (merchant_id, mode, key, fingerprint, created_at)
        SELECT 1, 0, 'left ' || n, '', $1 FROM generate_series(1, $2) n`,
      values: [before(3), most + 1],
    });
    expect([await prune.runClaims(now), await prune.runClaims(now)]).toEqual([most, 1]);
  });

  it('spares one that is taken over at that moment', async () => {
    await putClaim('revived', { createdAt: before(2) });
    const row = await pool.withTransaction(async (transaction) => {
      await transaction.query({
        text: `UPDATE idempotency_key SET lease_until = now() + interval '15 seconds', created_at = $1 WHERE key = 'revived'`,
        values: [now],
      });
      return prune.runClaims(now);
    });
    expect([row, await claims()]).toEqual([0, expect.arrayContaining(['revived'])]);
  });
});

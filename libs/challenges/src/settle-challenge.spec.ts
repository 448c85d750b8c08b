import { HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';

import { insertChallenge, type LedgerFixture } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { SettleChallenge } from './settle-challenge.js';
import { type Settlement } from './settlement.js';

let database: TestDatabase;
let pool: HotPool;
let settle: SettleChallenge;
const now = new Date('2026-06-01T12:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool(database.url, 4);
  settle = new SettleChallenge(pool);
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

function say(challenge: LedgerFixture, word: Settlement, merchantId = 1): Promise<boolean> {
  return settle.run({ key: challenge.key, merchantId: merchantId as MerchantId, mode: 'test' }, word, now);
}

async function standing(challenge: LedgerFixture) {
  const { rows } = await pool.query({
    text: `SELECT l.settlement, c.paid_at IS NOT NULL AS paid, c.settled_at IS NOT NULL AS settled,
        ARRAY(SELECT o.type FROM outbox o WHERE o.data ->> 'paymentHash' = encode(c.payment_hash, 'hex') ORDER BY o.type) AS events
      FROM challenge c JOIN challenge_ledger l ON l.key = c.key WHERE c.key = $1`,
    values: [challenge.key],
  });
  return rows[0];
}

describe('the wallet’s word', () => {
  it('settles once however many learn it at the same time, with one event of each kind', async () => {
    const challenge = await insertChallenge(pool);
    const changed = await Promise.all(Array.from({ length: 20 }, () => say(challenge, 'settled')));
    expect(changed.filter(Boolean)).toHaveLength(1);
    expect(await standing(challenge)).toEqual({
      settlement: 1,
      paid: true,
      settled: true,
      events: ['challenge.paid', 'challenge.settled'],
    });
  });

  it('is never withdrawn once it was settled', async () => {
    const challenge = await insertChallenge(pool);
    await say(challenge, 'settled');
    for (const word of ['open', 'expired', 'unknown', 'settled'] as const) {
      expect(await say(challenge, word)).toBe(false);
    }
    expect(await standing(challenge)).toMatchObject({ settlement: 1 });
  });

  it('may still become settled after it was expired or unknown', async () => {
    for (const before of ['expired', 'unknown', 'open'] as const) {
      const challenge = await insertChallenge(pool);
      expect(await say(challenge, before)).toBe(true);
      expect(await say(challenge, 'settled')).toBe(true);
    }
  });

  it('of expiry is told once and makes nothing paid', async () => {
    const challenge = await insertChallenge(pool);
    expect([await say(challenge, 'expired'), await say(challenge, 'expired')]).toEqual([true, false]);
    expect(await standing(challenge)).toEqual({
      settlement: 2,
      paid: false,
      settled: false,
      events: ['challenge.expired'],
    });
  });

  it('of expiry stands when the wallet knows nothing any more, so it is told once', async () => {
    const challenge = await insertChallenge(pool);
    await say(challenge, 'expired');
    expect([await say(challenge, 'unknown'), await say(challenge, 'expired')]).toEqual([false, false]);
    expect(await standing(challenge)).toMatchObject({ settlement: 2, events: ['challenge.expired'] });
  });

  it('of expiry is not told of a challenge whose payer was let in', async () => {
    const challenge = await insertChallenge(pool);
    await pool.query({
      text: 'UPDATE challenge SET paid_at = now() WHERE key = $1',
      values: [challenge.key],
    });
    expect(await say(challenge, 'expired')).toBe(true);
    expect(await standing(challenge)).toMatchObject({ settlement: 2, events: [] });
  });

  it('that cannot be found out is neither paid nor unpaid and tells nothing', async () => {
    const challenge = await insertChallenge(pool);
    expect(await say(challenge, 'unknown')).toBe(true);
    expect(await standing(challenge)).toEqual({ settlement: 3, paid: false, settled: false, events: [] });
  });

  it('tells paid only where a use has not told it before', async () => {
    const challenge = await insertChallenge(pool);
    await pool.query({
      text: 'UPDATE challenge SET paid_at = now() WHERE key = $1',
      values: [challenge.key],
    });
    await say(challenge, 'settled');
    expect(await standing(challenge)).toMatchObject({ events: ['challenge.settled'] });
  });

  it('about another merchant’s challenge changes nothing', async () => {
    const challenge = await insertChallenge(pool);
    expect(await say(challenge, 'settled', 2)).toBe(false);
    expect(await standing(challenge)).toMatchObject({ settlement: 0 });
  });
});

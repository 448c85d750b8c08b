import { createHash } from 'node:crypto';

import { ManualClock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { Metrics } from '@turnpike/observability';

import { countersOf, insertChallenge, type LedgerFixture } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { type Claim, type ClaimAnswer } from './claim.js';
import { UseLedger } from './use-ledger.js';

let database: TestDatabase;
let pools: HotPool[];
let ledgers: UseLedger[];
const clock = new ManualClock(new Date('2026-06-01T12:00:00Z'));

beforeAll(async () => {
  database = await createTestDatabase();
  pools = [new HotPool(database.url, 3), new HotPool(database.url, 3)];
  ledgers = pools.map((pool) => new UseLedger(pool, clock, new Metrics()));
});

afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.onApplicationShutdown()));
  await database.drop();
});

const fingerprint = (text: string) => createHash('sha256').update(text).digest();

function claimOn(challenge: LedgerFixture, more: Partial<Claim> = {}): Claim {
  return { ...challenge, requireSettled: false, requestId: null, reserve: false, fingerprint: null, ...more };
}

function ledger(index = 0): UseLedger {
  const found = ledgers[index % ledgers.length];
  if (!found) throw new Error('no ledger');
  return found;
}

function pool(): HotPool {
  const found = pools[0];
  if (!found) throw new Error('no pool');
  return found;
}

const granted = (answers: ClaimAnswer[]) => answers.filter((answer) => answer.granted).length;

describe('plain claims', () => {
  it('count every use of an unlimited challenge and keep no row of it', async () => {
    const challenge = await insertChallenge(pool());
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => ledger(i).claim(claimOn(challenge))),
    );
    expect(granted(answers)).toBe(300);
    expect(await countersOf(pool(), challenge.key)).toEqual({
      committed: 300,
      reserved: 0,
      made: 300,
      rows: 0,
      paidEvents: 1,
    });
  });

  it('admit exactly as many as a limited challenge has, over two nodes, each with a number of its own', async () => {
    const challenge = await insertChallenge(pool(), { maxUses: 7 });
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => ledger(i).claim(claimOn(challenge))),
    );
    const seqs = answers.flatMap((answer) => (answer.granted ? [answer.seq] : [])).sort();
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(answers.filter((answer) => !answer.granted && answer.reason === 'used_up')).toHaveLength(193);
    expect(await countersOf(pool(), challenge.key)).toMatchObject({ committed: 7, rows: 7, paidEvents: 1 });
  });

  it.each([
    ['is due at once if the wallet has not called it settled', 0, null, true],
    ['is due again if it had ended', 0, '2026-06-01T11:00:00Z', true],
    ['is let be if the wallet has', 1, null, false],
  ])('make a challenge paid whose watch %s', async (_what, settlement, endedAt, isDue) => {
    const challenge = await insertChallenge(pool(), { settlement });
    await pool().query({
      text: `INSERT INTO challenge_watch (key, merchant_id, mode, next_look_up_at, ended_at) VALUES ($1, 1, 0, $2, $3)`,
      values: [challenge.key, new Date('2026-06-01T12:01:00Z'), endedAt],
    });
    await ledger().claim(claimOn(challenge));
    const { rows } = await pool().query({
      text: 'SELECT ended_at IS NULL AND next_look_up_at <= $2 AS due FROM challenge_watch WHERE key = $1',
      values: [challenge.key, clock.now()],
    });
    expect(rows).toEqual([{ due: isDue }]);
  });

  it('tell the callers of one batch apart: each its own use and what was left after it', async () => {
    const challenge = await insertChallenge(pool(), { maxUses: 3 });
    const answers = await Promise.all(Array.from({ length: 4 }, () => ledger().claim(claimOn(challenge))));
    expect(answers).toEqual([
      { granted: true, seq: 1, usesRemaining: 2, replayed: false },
      { granted: true, seq: 2, usesRemaining: 1, replayed: false },
      { granted: true, seq: 3, usesRemaining: 0, replayed: false },
      { granted: false, reason: 'used_up' },
    ]);
  });

  it('explain each token of a batch by its own row', async () => {
    const fresh = await insertChallenge(pool());
    const revoked = await insertChallenge(pool());
    const held = await insertChallenge(pool(), { maxUses: 1 });
    await pool().query({
      text: 'UPDATE challenge_ledger SET revoked_at = now() WHERE key = $1',
      values: [revoked.key],
    });
    await ledger().claim(claimOn(held, { reserve: true }));
    const cases: [Claim, string][] = [
      [claimOn(fresh), 'granted'],
      [claimOn({ ...fresh, key: 'f'.repeat(32) }), 'unknown_challenge'],
      [claimOn(revoked), 'revoked'],
      [claimOn(held), 'uses_reserved'],
    ];
    const answers = await Promise.all(cases.map(([claim]) => ledger().claim(claim)));
    expect(answers.map((answer) => (answer.granted ? 'granted' : answer.reason))).toEqual(
      cases.map(([, outcome]) => outcome),
    );
  });

  it.each([
    [0, 'settlement_unknown'],
    [2, 'not_settled'],
    [3, 'settlement_unknown'],
    [4, 'not_settled'],
  ])('with the wallet’s word compulsory and on record as %i, refuse by %s', async (settlement, reason) => {
    const challenge = await insertChallenge(pool(), { settlement });
    const answer = await ledger().claim(claimOn(challenge, { requireSettled: true }));
    expect(answer).toEqual({ granted: false, reason });
  });

  it('see nothing of another tenant’s or mode’s row', async () => {
    const challenge = await insertChallenge(pool());
    for (const stranger of [{ merchantId: 2 }, { mode: 1 as const }]) {
      for (const named of [{}, { requestId: 'r', fingerprint: fingerprint('x') }, { reserve: true }]) {
        const answer = await ledger().claim(claimOn(challenge, { ...stranger, ...named }));
        expect(answer).toEqual({ granted: false, reason: 'unknown_challenge' });
      }
    }
    expect(await countersOf(pool(), challenge.key)).toMatchObject({ made: 0 });
  });
});

describe('named claims', () => {
  it('give simultaneous repeats one use, over two nodes, and mark all but one as repeated', async () => {
    const challenge = await insertChallenge(pool(), { maxUses: 5 });
    const claim = claimOn(challenge, { requestId: 'same', fingerprint: fingerprint('x') });
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => ledger(i).claim(claim)));
    expect(granted(answers)).toBe(60);
    expect(answers.filter((answer) => answer.granted && !answer.replayed)).toHaveLength(1);
    expect(await countersOf(pool(), challenge.key)).toMatchObject({ committed: 1, rows: 1, paidEvents: 1 });
  });

  it('refuse the same name for another request', async () => {
    const challenge = await insertChallenge(pool());
    const first = claimOn(challenge, { requestId: 'r', fingerprint: fingerprint('x') });
    const other = { ...first, fingerprint: fingerprint('y') };
    const together = await Promise.all([ledger().claim(first), ledger().claim(other)]);
    expect(together).toMatchObject([{ granted: true }, { granted: false, reason: 'request_id_reused' }]);
    expect(await ledger(1).claim(other)).toEqual({ granted: false, reason: 'request_id_reused' });
  });

  it('share the limit with plain claims', async () => {
    const challenge = await insertChallenge(pool(), { maxUses: 20 });
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, i) =>
        ledger(i).claim(
          claimOn(
            challenge,
            i % 3 === 0
              ? { requestId: `r${String(i)}`, fingerprint: fingerprint('x') }
              : { reserve: i % 3 === 1 },
          ),
        ),
      ),
    );
    expect(granted(answers)).toBe(20);
    const { committed, reserved, rows } = await countersOf(pool(), challenge.key);
    expect(committed + reserved).toBe(20);
    expect(rows).toBe(20);
  });
});

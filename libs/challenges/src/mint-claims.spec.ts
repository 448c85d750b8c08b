import { createHash } from 'node:crypto';

import { ManualClock } from '@turnpike/config';
import { HotPool, type Statement } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';
import { IdempotencyInProgress, IdempotencyKeyReuse } from '@turnpike/problems';
import { Deadline } from '@turnpike/wallets';

import { insertChallenge } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeRepository } from './challenge.repository.js';
import { type HeldClaim, type MintClaim, MintClaims, type StillGood } from './mint-claims.js';
import { newChallenge, newRecord } from './testing/new-record.js';

const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const stranger = { merchantId: 2 as MerchantId, mode: 'test' as const };
const digest = (text: string) => createHash('sha256').update(text).digest();
const BODY = digest('body');
const OTHER_BODY = digest('other body');
const good: StillGood = () => true;
const spent: StillGood = () => false;
const ample = Deadline.in(60_000);

/** A pool on which something can be done just before a statement. */
class WatchedPool extends HotPool {
  before: ((statement: string | undefined) => Promise<void>) | null = null;

  override async query<Row extends object>(statement: Statement) {
    await this.before?.(statement.name);
    return super.query<Row>(statement);
  }
}

let database: TestDatabase;
let pool: HotPool;
let claims: MintClaims;
let elsewhere: MintClaims;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool(database.url, 4);
  const clock = new ManualClock(new Date());
  claims = new MintClaims(pool, clock);
  elsewhere = new MintClaims(pool, clock);
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

function held(claim: MintClaim): HeldClaim {
  if (!('held' in claim)) throw new Error('expected the right to mint');
  return claim.held;
}

async function leaseRunsOut(name: string): Promise<void> {
  await pool.query({
    text: `UPDATE idempotency_key SET lease_until = now() - interval '1 second' WHERE key = $1`,
    values: [name],
  });
}

async function rowsOf(table: string, key: string): Promise<number> {
  const { rowCount } = await pool.query({ text: `SELECT 1 FROM ${table} WHERE key = $1`, values: [key] });
  return rowCount ?? 0;
}

describe('claims on a name', () => {
  it('give one of two the right to mint and the other, who waits, its challenge', async () => {
    const challenge = await insertChallenge(pool);
    const first = held(await claims.claim(tenant, 'two', BODY, good, ample));
    const second = elsewhere.claim(tenant, 'two', BODY, good, ample);
    await claims.finish(tenant, first, challenge.key);
    expect(await second).toEqual({ challengeKey: challenge.key });
  });

  it('give the right to the one who waits when the holder fails', async () => {
    const first = held(await claims.claim(tenant, 'fails', BODY, good, ample));
    const second = elsewhere.claim(tenant, 'fails', BODY, good, ample);
    await claims.free(tenant, [first]);
    expect(held(await second)).not.toEqual(first);
  });

  it('are waited for no longer than the caller has time', async () => {
    held(await claims.claim(tenant, 'slow', BODY, good, ample));
    const over = Deadline.in(0);
    await expect(elsewhere.claim(tenant, 'slow', BODY, good, over)).rejects.toThrow(IdempotencyInProgress);
    expect(held(await elsewhere.claim(tenant, 'at once', BODY, good, over))).toMatchObject({
      name: 'at once',
    });
  });

  it('refuse another body while the first is minting and while its challenge is good', async () => {
    const first = held(await claims.claim(tenant, 'body', BODY, good, ample));
    await expect(elsewhere.claim(tenant, 'body', OTHER_BODY, good, ample)).rejects.toThrow(
      IdempotencyKeyReuse,
    );
    await claims.finish(tenant, first, (await insertChallenge(pool)).key);
    await expect(elsewhere.claim(tenant, 'body', OTHER_BODY, good, ample)).rejects.toThrow(
      IdempotencyKeyReuse,
    );
  });

  it('are free for any body once the challenge is no longer good', async () => {
    const first = held(await claims.claim(tenant, 'spent', BODY, good, ample));
    await claims.finish(tenant, first, (await insertChallenge(pool)).key);
    expect(held(await claims.claim(tenant, 'spent', OTHER_BODY, spent, ample))).not.toEqual(first);
  });

  it('of another tenant under the same name are other claims', async () => {
    held(await claims.claim(tenant, 'tenant', BODY, good, ample));
    expect(held(await claims.claim(stranger, 'tenant', OTHER_BODY, good, ample))).toMatchObject({
      name: 'tenant',
    });
  });

  it('pass from a killed holder when its lease is over, and its late write changes nothing', async () => {
    const killed = held(await claims.claim(tenant, 'killed', BODY, good, ample));
    await leaseRunsOut('killed');
    const heir = held(await elsewhere.claim(tenant, 'killed', BODY, good, ample));
    expect(heir).not.toEqual(killed);

    const repository = new ChallengeRepository(pool);
    const late = newChallenge('late');
    expect(await repository.insert(newRecord(late, { claims: [killed] }))).toBe('claim_lost');
    for (const table of ['challenge', 'challenge_ledger', 'challenge_watch']) {
      expect(await rowsOf(table, late.key)).toBe(0);
    }
    const challenge = newChallenge('heir');
    expect(await repository.insert(newRecord(challenge, { claims: [heir] }))).toBe('made');
    expect(await claims.claim(tenant, 'killed', BODY, good, ample)).toEqual({ challengeKey: challenge.key });
  });

  it('never come back to a holder whose lease was over, though an heir has failed and freed the name since', async () => {
    const killed = held(await claims.claim(tenant, 'freed', BODY, good, ample));
    await leaseRunsOut('freed');
    await elsewhere.free(tenant, [held(await elsewhere.claim(tenant, 'freed', BODY, good, ample))]);
    const next = held(await elsewhere.claim(tenant, 'freed', OTHER_BODY, good, ample));

    await claims.free(tenant, [killed]);
    await claims.finish(tenant, killed, (await insertChallenge(pool)).key);
    const repository = new ChallengeRepository(pool);
    expect(await repository.insert(newRecord(newChallenge('late for freed'), { claims: [killed] }))).toBe(
      'claim_lost',
    );
    expect(await repository.insert(newRecord(newChallenge('next for freed'), { claims: [next] }))).toBe(
      'made',
    );
  });

  it('that two processes take over at once go to one of them', async () => {
    held(await claims.claim(tenant, 'heirs', BODY, good, ample));
    await leaseRunsOut('heirs');
    const heirs = [claims, elsewhere].map((each) => each.claim(tenant, 'heirs', BODY, good, ample));
    const winner = held(await Promise.race(heirs));
    await claims.finish(tenant, winner, (await insertChallenge(pool)).key);
    const all = await Promise.all(heirs);
    expect(all.filter((claim) => 'held' in claim)).toHaveLength(1);
  });

  it('stay with a holder who finishes just before somebody takes them over: there is one challenge', async () => {
    const slow = held(await claims.claim(tenant, 'just', BODY, good, ample));
    await leaseRunsOut('just');
    const { key } = await insertChallenge(pool);
    const watched = new WatchedPool(database.url, 1);
    const taken: (string | undefined)[] = [];
    watched.before = async (statement) => {
      if (statement !== 'claim-take') return;
      taken.push(statement);
      await claims.finish(tenant, slow, key);
    };
    const heir = new MintClaims(watched, new ManualClock(new Date()));
    expect(await heir.claim(tenant, 'just', BODY, good, ample)).toEqual({ challengeKey: key });
    expect(taken).toHaveLength(1);
    await watched.onApplicationShutdown();
  });

  it('lead to one challenge, however often their holder writes one', async () => {
    const claim = held(await claims.claim(tenant, 'twice', BODY, good, ample));
    const repository = new ChallengeRepository(pool);
    const [first, second] = [newChallenge('first of two'), newChallenge('second of two')];
    expect(await repository.insert(newRecord(first, { claims: [claim] }))).toBe('made');
    expect(await repository.insert(newRecord(second, { claims: [claim] }))).toBe('claim_lost');
    expect(await rowsOf('challenge', second.key)).toBe(0);
  });

  it('are all or none of them written with the challenge', async () => {
    const kept = held(await claims.claim(tenant, 'kept', BODY, good, ample));
    const lost = held(await claims.claim(tenant, 'lost', BODY, good, ample));
    await leaseRunsOut('lost');
    held(await elsewhere.claim(tenant, 'lost', BODY, good, ample));
    const challenge = newChallenge('both');
    expect(await new ChallengeRepository(pool).insert(newRecord(challenge, { claims: [kept, lost] }))).toBe(
      'claim_lost',
    );
    expect(await rowsOf('challenge', challenge.key)).toBe(0);
    const { rows } = await pool.query<{ challenge_key: string | null }>({
      text: `SELECT challenge_key FROM idempotency_key WHERE key = 'kept'`,
    });
    expect(rows).toEqual([{ challenge_key: null }]);
  });
});

import { limits } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';

import { insertChallenge } from '../../../test/support/ledger-fixture.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeWatches } from './challenge-watches.js';

const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const now = new Date('2026-06-15T12:00:00Z');
const at = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const TAKEN = limits.watchTakenSeconds;
const REOPEN = limits.watchReopenSeconds;

let database: TestDatabase;
let pool: HotPool;
let cold: ColdPool;
let watches: ChallengeWatches;

beforeAll(async () => {
  database = await createTestDatabase();
  [pool, cold] = [new HotPool(database.url, 1), new ColdPool(database.url, 3)];
  watches = new ChallengeWatches(cold);
});

beforeEach(() => pool.query({ text: 'DELETE FROM challenge_watch' }));

afterAll(async () => {
  await Promise.all([pool, cold].map((each) => each.onApplicationShutdown()));
  await database.drop();
});

interface Watched {
  readonly key: string;
  readonly paymentHash: string;
}

/** A challenge whose watch is due at `now`, with an hour's token. */
async function watched(): Promise<Watched> {
  const { key } = await insertChallenge(pool);
  const { rows } = await pool.query<Watched>({
    text: `UPDATE challenge SET token_expires_at = $2 WHERE key = $1
      RETURNING replace(key::text, '-', '') AS key, encode(payment_hash, 'hex') AS "paymentHash"`,
    values: [key, at(3_600)],
  });
  await pool.query({
    text: 'INSERT INTO challenge_watch (key, merchant_id, mode, next_look_up_at) VALUES ($1, 1, 0, $2)',
    values: [key, now],
  });
  return rows[0] ?? { key, paymentHash: '' };
}

const taken = async (seconds: number, dueAt = at(seconds)) =>
  (await watches.takeDue(dueAt, at(seconds), 10)).map(({ key }) => key);
/** Gives back what was taken at so many seconds. */
const back = (key: string, when: Date, takenAt = 0) =>
  watches.reschedule([{ key, at: when, waitingSince: null, takenUntil: at(takenAt + TAKEN) }]);
const end = (key: string, seconds: number, takenAt = 0) => watches.end(key, at(takenAt + TAKEN), at(seconds));
const due = (key: string, when: Date) =>
  pool.query({ text: 'UPDATE challenge_watch SET next_look_up_at = $2 WHERE key = $1', values: [key, when] });
const hint = ({ paymentHash }: Watched, seconds: number) =>
  watches.makeDue({ ...tenant, paymentHash }, at(seconds));

describe('what is due', () => {
  it('is taken once, and again when whoever took it has not given it back in time', async () => {
    const { key } = await watched();
    expect((await Promise.all([taken(0), taken(0), taken(0)])).flat()).toEqual([key]);
    expect(await taken(TAKEN - 1)).toEqual([]);
    expect(await taken(TAKEN)).toEqual([key]);
  });

  it('is taken for as long when it was overdue', async () => {
    const { key } = await watched();
    expect(await taken(500, at(380))).toEqual([key]);
    expect(await taken(501, at(381))).toEqual([]);
    expect(await taken(500 + TAKEN - 1)).toEqual([]);
    expect(await taken(500 + TAKEN)).toEqual([key]);
  });

  it('is due again when it was set to be', async () => {
    const { key } = await watched();
    await taken(0);
    await back(key, at(3));
    expect([await taken(2), await taken(3)]).toEqual([[], [key]]);
    await end(key, 4, 3);
    expect(await taken(9_999)).toEqual([]);
  });

  it('stays with who took it last: who was late gives back and ends nothing, whatever he found', async () => {
    const { key } = await watched();
    await taken(0);
    expect(await taken(TAKEN)).toEqual([key]);
    await back(key, at(TAKEN + 1));
    await end(key, TAKEN + 1);
    expect([await taken(TAKEN + 2), await taken(2 * TAKEN - 1)]).toEqual([[], []]);
    await back(key, at(2 * TAKEN), TAKEN);
    expect(await taken(2 * TAKEN)).toEqual([key]);
  });

  it('is still his who was late, if nobody else took it', async () => {
    const { key } = await watched();
    await taken(0);
    await back(key, at(TAKEN + 60));
    expect([await taken(TAKEN + 59), await taken(TAKEN + 60)]).toEqual([[], [key]]);
    await end(key, 9_000, TAKEN + 60);
    expect(await taken(9_999)).toEqual([]);
  });
});

describe('a hint', () => {
  it('has a challenge looked at now that would be later', async () => {
    const one = await watched();
    await taken(0);
    await back(one.key, at(600));
    await hint(one, 5);
    expect([await taken(4), await taken(5)]).toEqual([[], [one.key]]);
  });

  it('takes no challenge from whoever is looking at it, and is heard when he has looked', async () => {
    const one = await watched();
    await taken(0);
    await hint(one, 1);
    expect([await taken(1), await taken(2)]).toEqual([[], []]);
    await back(one.key, at(600));
    expect(await taken(3)).toEqual([one.key]);
    await back(one.key, at(600), 3);
    expect(await taken(599)).toEqual([]);
  });

  it('goes before what is overdue, also where it is overdue itself, and stays there until its turn came', async () => {
    const [old, hinted, other] = [await watched(), await watched(), await watched()];
    await due(old.key, at(-600));
    const newer = await watched();
    await due(newer.key, at(3));
    await hint(hinted, 4);
    await hint(newer, 2);
    const first = await watches.takeDue(at(5), at(5), 10);
    expect(first.map(({ key }) => key)).toEqual([...[hinted.key, newer.key].sort(), old.key, other.key]);
    await watches.reschedule(first.map((watch) => ({ ...watch, at: at(60) })));
    const again = await watches.takeDue(at(60), at(60), 10);
    expect(again.map(({ waitingSince }) => waitingSince)).toEqual(
      first.map(({ waitingSince }) => waitingSince),
    );
    await watches.reschedule(again.map((watch) => ({ ...watch, at: at(70), waitingSince: null })));
    const last = await watches.takeDue(at(70), at(70), 10);
    expect(last.map(({ waitingSince }) => waitingSince)).toEqual([at(70), at(70), at(70), at(70)]);
  });

  it('about another tenant’s challenge changes nothing', async () => {
    const one = await watched();
    await due(one.key, at(600));
    for (const stranger of [{ merchantId: 2 as MerchantId }, { mode: 'live' as const }]) {
      await watches.makeDue({ ...tenant, ...stranger, paymentHash: one.paymentHash }, at(5));
    }
    expect(await taken(5)).toEqual([]);
  });

  it('begins a watch anew that has ended without settlement, while the token lives and no more than once a minute', async () => {
    const one = await watched();
    await taken(0);
    await end(one.key, 10);
    await hint(one, 10 + REOPEN - 1);
    expect(await taken(10 + REOPEN - 1)).toEqual([]);
    await hint(one, 10 + REOPEN);
    expect(await taken(10 + REOPEN)).toEqual([one.key]);
    await end(one.key, 11 + REOPEN, 10 + REOPEN);
    await hint(one, 12 + REOPEN);
    expect(await taken(12 + REOPEN)).toEqual([]);
    await hint(one, 3_600);
    expect(await taken(3_600)).toEqual([]);
  });

  it('never begins the watch of a settled challenge anew', async () => {
    const one = await watched();
    await taken(0);
    await end(one.key, 0);
    await pool.query({
      text: 'UPDATE challenge SET settled_at = $2 WHERE key = $1',
      values: [one.key, at(0)],
    });
    await hint(one, 600);
    expect(await taken(600)).toEqual([]);
  });
});

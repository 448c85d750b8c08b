import { ChallengeWatches, type HintedInvoices } from '@turnpike/challenges';
import { ManualClock } from '@turnpike/config';
import { ColdPool, type Transaction } from '@turnpike/database';
import type { PaymentHash } from '@turnpike/l402';
import type { QueueProducer } from '@turnpike/queues';
import { WalletNotices, WalletStreams, type HeldStream, type Hint } from '@turnpike/wallets';
import { HeldTable } from '../../../test/support/held-table.js';
import { LiveChallenges, type LiveChallenge } from '../../../test/support/live-challenges.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { settlementBounds } from './settlement-bounds.js';
import { TakeHints } from './take-hints.js';

const LATER = 3_600;
const source = { merchantId: 1, connectionId: 'wal_a' };
const start = new Date('2026-06-15T12:00:00Z');

/** Watches of which some writes fail after they were made. */
class FailingWatches extends ChallengeWatches {
  failsFrom = Infinity;
  private made = 0;

  override async makeHintedDue(transaction: Transaction, hinted: HintedInvoices, at: Date): Promise<number> {
    const count = await super.makeHintedDue(transaction, hinted, at);
    this.made += 1;
    if (this.made >= this.failsFrom) throw new Error('away');
    return count;
  }
}

let database: TestDatabase;
let pool: ColdPool;
let book: LiveChallenges;
let watches: FailingWatches;
let streams: WalletStreams;
let take: TakeHints;
let nudges: number;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 10);
  book = new LiveChallenges(pool, start);
  streams = new WalletStreams(pool);
  await pool.query({
    text: `INSERT INTO wallet_connection (id, merchant_id, kind, sealed_credentials, created_at) VALUES ('wal_a', 1, 'lnd', '', now())`,
  });
});

beforeEach(async () => {
  await book.clear();
  for (const table of ['wallet_notice', 'wallet_stream']) await pool.query({ text: `DELETE FROM ${table}` });
  watches = new FailingWatches(pool);
  nudges = 0;
  const queues = { nudgeLookUps: () => Promise.resolve(Boolean((nudges += 1))) } as unknown as QueueProducer;
  take = new TakeHints(pool, new WalletNotices(pool), streams, watches, queues, new ManualClock(book.at(5)));
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const byHash = ({ paymentHash }: LiveChallenge): Hint => ({ paymentHash: paymentHash as PaymentHash });
const byRef = ({ providerRef }: LiveChallenge): Hint => ({ providerRef });

/** As many invoices as one statement makes due, and one more that is ours at the end. */
function manyHints(last: LiveChallenge): Hint[] {
  const strange = Array.from({ length: settlementBounds.hintsPerStatementMax }, (_, n) => ({
    providerRef: `${n}`,
  }));
  return [...strange, byRef(last)];
}

async function hold(): Promise<HeldStream> {
  const stream = await streams.take('wal_a', 'process', 30);
  if (stream === null) throw new Error('the stream is held by another');
  return stream;
}

const cursor = async (): Promise<unknown> =>
  (await pool.query<{ cursor: unknown }>({ text: 'SELECT cursor FROM wallet_stream' })).rows[0]?.cursor;

describe('a notice', () => {
  it('makes due what it names, once, and wakes who looks', async () => {
    const [one, two, other] = [await book.add(), await book.add(), await book.add()];
    expect(await take.fromNotice(source, [byHash(one), byRef(two)], 'e1')).toBe(true);
    expect(await book.dueIn([one, two, other])).toEqual([5, 5, LATER]);
    expect(nudges).toBe(1);
  });

  it('of an id that was taken before changes nothing, and wakes nobody', async () => {
    const [one, two] = [await book.add(), await book.add()];
    await take.fromNotice(source, [byRef(one)], 'e1');
    expect(await take.fromNotice(source, [byRef(two)], 'e1')).toBe(false);
    expect(await book.dueIn([two])).toEqual([LATER]);
    expect(nudges).toBe(1);
  });

  it('that comes twenty times at once is taken once', async () => {
    const one = await book.add();
    const all = await Promise.all(
      Array.from({ length: 20 }, () => take.fromNotice(source, [byRef(one)], 'e1')),
    );
    expect([all.filter(Boolean).length, nudges]).toEqual([1, 1]);
    expect(await book.dueIn([one])).toEqual([5]);
  });

  it('without an id is taken each time', async () => {
    expect(await take.fromNotice(source, [{ providerRef: 'a' }], null)).toBe(true);
    expect(await take.fromNotice(source, [{ providerRef: 'a' }], null)).toBe(true);
    expect(await take.fromNotice(source, [], 'empty')).toBe(true);
    expect(nudges).toBe(2);
  });

  it('touches no invoice of another connection or merchant, whatever it names', async () => {
    const others = [await book.add({ connectionId: 'wal_b' }), await book.add({ merchantId: 2 })];
    await take.fromNotice(
      source,
      others.flatMap((one) => [byRef(one), byHash(one)]),
      'e1',
    );
    expect(await book.dueIn(others)).toEqual([LATER, LATER]);
  });

  it('may name more than one statement takes', async () => {
    const one = await book.add();
    expect(await take.fromNotice(source, manyHints(one), 'e1')).toBe(true);
    expect(await book.dueIn([one])).toEqual([5]);
  });

  it('that fails half way is not known, and what it named is not due: it comes again as new', async () => {
    const [first, last] = [await book.add(), await book.add()];
    watches.failsFrom = 2;
    await expect(take.fromNotice(source, [byRef(first), ...manyHints(last)], 'e1')).rejects.toThrow('away');
    expect(await book.dueIn([first, last])).toEqual([LATER, LATER]);
    expect(nudges).toBe(0);
    watches.failsFrom = Infinity;
    expect(await take.fromNotice(source, [byRef(first), byRef(last)], 'e1')).toBe(true);
    expect(await book.dueIn([first, last])).toEqual([5, 5]);
  });

  it('whose connection to the database breaks in the middle is not known either', async () => {
    const one = await book.add();
    const table = await HeldTable.hold(database.url, 'challenge_watch');
    const broken = take.fromNotice(source, [byRef(one)], 'e1');
    const outcome = broken.catch((error: unknown) => error);
    await table.untilWaiting();
    await table.dropWaiting();
    await table.release();
    expect(await outcome).toBeInstanceOf(Error);
    expect(await take.fromNotice(source, [byRef(one)], 'e1')).toBe(true);
    expect(await book.dueIn([one])).toEqual([5]);
  });
});

describe('what a stream tells', () => {
  it('is stored together with its cursor', async () => {
    const [one, stream] = [await book.add(), await hold()];
    expect(await take.fromStream(stream, [byRef(one)], '7')).toBe(true);
    expect(await book.dueIn([one])).toEqual([5]);
    expect([await cursor(), nudges]).toEqual(['7', 1]);
  });

  it('moves the cursor where it names nothing of ours, and wakes nobody where it names nothing', async () => {
    expect(await take.fromStream(await hold(), [], '8')).toBe(true);
    expect([await cursor(), nudges]).toEqual(['8', 0]);
  });

  it('is stored by its holder alone: of an earlier one neither hint nor cursor is', async () => {
    const [one, earlier] = [await book.add(), await hold()];
    await pool.query({ text: `UPDATE wallet_stream SET lease_until = now() - interval '1 second'` });
    await hold();
    expect(await take.fromStream(earlier, [byRef(one)], '9')).toBe(false);
    expect(await book.dueIn([one])).toEqual([LATER]);
    expect([await cursor(), nudges]).toEqual([null, 0]);
  });

  it('that fails half way moves no cursor, so that it is told again', async () => {
    const [one, stream] = [await book.add(), await hold()];
    watches.failsFrom = 1;
    await expect(take.fromStream(stream, [byRef(one)], '7')).rejects.toThrow('away');
    expect(await book.dueIn([one])).toEqual([LATER]);
    expect([await cursor(), nudges]).toEqual([null, 0]);
  });
});

import { ColdPool } from '@turnpike/database';
import { LiveChallenges, type LiveChallenge } from '../../../test/support/live-challenges.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeWatches } from './challenge-watches.js';

let database: TestDatabase;
let pool: ColdPool;
let watches: ChallengeWatches;
let book: LiveChallenges;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 8);
  watches = new ChallengeWatches(pool);
  book = new LiveChallenges(pool, new Date('2026-06-15T12:00:00Z'));
});

beforeEach(() => book.clear());

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

/** Challenges of a merchant that a hint named at so many seconds. */
async function named(merchantId: number, count: number, seconds: number): Promise<LiveChallenge[]> {
  const made: LiveChallenge[] = [];
  const connectionId = `wal_${String(merchantId)}`;
  for (let n = 0; n < count; n += 1) made.push(await book.add({ merchantId, connectionId }));
  const providerRefs = made.map(({ providerRef }) => providerRef);
  const hinted = { merchantId, connectionId, providerRefs, paymentHashes: [] };
  await pool.withTransaction((transaction) => watches.makeHintedDue(transaction, hinted, book.at(seconds)));
  return made;
}

const taken = async (seconds: number, limit: number, dueIn = seconds) =>
  (await watches.takeHinted(book.at(dueIn), book.at(seconds), limit)).map(({ key }) => key);
const keysOf = (challenges: readonly LiveChallenge[]) => challenges.map(({ key }) => key);
const countIn = (keys: readonly string[], challenges: readonly LiveChallenge[]) =>
  challenges.filter(({ key }) => keys.includes(key)).length;

describe('what hints named', () => {
  it('is taken apart from what else is due, oldest first, and once', async () => {
    await book.add({ dueIn: -600 });
    const [older, newer] = [await named(1, 2, 1), await named(1, 2, 2)];
    expect((await taken(3, 2)).sort()).toEqual(keysOf(older).sort());
    expect((await taken(3, 10)).sort()).toEqual(keysOf(newer).sort());
    expect(await taken(3, 10)).toEqual([]);
  });

  it('is taken when it is due, however long overdue the rest, and not from whoever looks at it', async () => {
    const [one] = await named(1, 1, 5);
    expect(await taken(200, 10, 4)).toEqual([]);
    expect(await taken(200, 10, 80)).toEqual([one?.key]);
    await named(1, 0, 201);
    expect(await taken(201, 10)).toEqual([]);
  });

  it('is no more once it was looked at or has ended', async () => {
    const [looked, ended] = await named(1, 2, 5);
    const rows = await watches.takeHinted(book.at(5), book.at(5), 10);
    const { takenUntil } = rows[0] ?? { takenUntil: book.at(0) };
    await watches.reschedule([{ key: looked?.key ?? '', at: book.at(6), waitingSince: null, takenUntil }]);
    await watches.end(ended?.key ?? '', takenUntil, book.at(6));
    expect(await taken(60, 10)).toEqual([]);
    expect((await watches.takeDue(book.at(60), book.at(60), 10)).map(({ key }) => key)).toEqual([
      looked?.key,
    ]);
  });

  it('by one merchant, however much and however early, keeps no other’s hint waiting', async () => {
    const flood = await named(1, 60, 1);
    const [second, third] = [await named(2, 5, 90), await named(3, 1, 99)];
    const first = await taken(100, 30);
    expect([flood, second, third].map((those) => countIn(first, those))).toEqual([10, 5, 1]);
    // The others have had theirs, and nobody’s room is left empty for them.
    const rest = [...(await taken(100, 30)), ...(await taken(100, 30))];
    expect(countIn(rest, flood)).toBe(50);
  });

  it('by more merchants than there is room for is taken of each in turn', async () => {
    const all: LiveChallenge[][] = [];
    for (let merchant = 1; merchant <= 12; merchant += 1) all.push(await named(merchant, 4, 20 - merchant));
    const first = await taken(100, 6);
    expect(all.map((those) => countIn(first, those))).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
  });

  it('is taken once by many processes that take at the same time', async () => {
    const all = [...(await named(1, 150, 1)), ...(await named(2, 150, 1))];
    const keys: string[] = [];
    const takeAll = async (): Promise<void> => {
      while (keys.length < all.length) keys.push(...(await taken(2, 4)));
    };
    await Promise.all(Array.from({ length: 8 }, takeAll));
    expect([...keys].sort()).toEqual(keysOf(all).sort());
  });
});

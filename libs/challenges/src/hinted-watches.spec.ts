import { limits } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { LiveChallenges, type LiveChallenge } from '../../../test/support/live-challenges.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import type { HintedInvoices } from './challenge-watch.repository.js';
import { ChallengeWatches } from './challenge-watches.js';

const LATER = 3_600;
const REOPEN = limits.watchReopenSeconds;

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

/** Hints of `wal_a` of merchant 1, at so many seconds. Gives how many are looked at because of them. */
function hint(hinted: Partial<HintedInvoices>, seconds = 5): Promise<number> {
  const all = { merchantId: 1, connectionId: 'wal_a', providerRefs: [], paymentHashes: [], ...hinted };
  return pool.withTransaction((transaction) => watches.makeHintedDue(transaction, all, book.at(seconds)));
}

const byRef = (...named: LiveChallenge[]) => ({ providerRefs: named.map(({ providerRef }) => providerRef) });
const byHash = (...named: LiveChallenge[]) => ({
  paymentHashes: named.map(({ paymentHash }) => paymentHash),
});

describe('the hints of a wallet', () => {
  it('make due what they name by the wallet’s name and by payment hash, and nothing else', async () => {
    const [one, two, both, other] = [await book.add(), await book.add(), await book.add(), await book.add()];
    expect(await hint({ ...byRef(one, both), ...byHash(two, both) })).toBe(3);
    expect(await book.dueIn([one, two, both, other])).toEqual([5, 5, 5, LATER]);
  });

  it('leave alone what another connection made, also of the same merchant and under the same name', async () => {
    const ours = await book.add({ providerRef: 'same' });
    const theirs = await book.add({ providerRef: 'same', connectionId: 'wal_b' });
    const sandbox = await book.add({ providerRef: 'same', connectionId: null, mode: 0 });
    await hint({ ...byRef(ours, theirs), ...byHash(theirs, sandbox) });
    expect(await book.dueIn([ours, theirs, sandbox])).toEqual([5, LATER, LATER]);
  });

  it('leave alone what is another merchant’s, whatever they name', async () => {
    const theirs = await book.add({ merchantId: 2 });
    expect(await hint({ ...byRef(theirs), ...byHash(theirs) })).toBe(0);
    expect(await book.dueIn([theirs])).toEqual([LATER]);
  });

  it('that name nothing we know, nothing at all or the same again and again, harm nobody', async () => {
    const one = await book.add();
    const strange = { paymentHashes: ['00'.repeat(32)], providerRefs: ['', 'no such', `'; --`] };
    expect(await hint(strange)).toBe(0);
    expect(await hint({})).toBe(0);
    expect(await hint({ ...byRef(one, one, one), ...byHash(one, one) })).toBe(1);
    expect(await book.dueIn([one])).toEqual([5]);
  });

  it('may hold what no stored text can, beside what is to be heard', async () => {
    const one = await book.add();
    expect(await hint({ providerRefs: ['\u0000', `a\u0000b`, '\ud800', one.providerRef] })).toBe(1);
    expect(await book.dueIn([one])).toEqual([5]);
  });

  it('do not put off what is due already', async () => {
    const one = await book.add({ dueIn: 2 });
    expect(await hint(byRef(one))).toBe(0);
    expect(await book.dueIn([one])).toEqual([2]);
  });

  it('take nothing from whoever looks at it, and are heard when he has looked', async () => {
    const one = await book.add({ dueIn: 0 });
    const taken = async (seconds: number) =>
      (await watches.takeDue(book.at(seconds), book.at(seconds), 10)).map(({ key }) => key);
    await taken(0);
    await hint(byRef(one), 1);
    expect(await taken(2)).toEqual([]);
    const takenUntil = book.at(limits.watchTakenSeconds);
    await watches.reschedule([{ key: one.key, at: book.at(600), waitingSince: null, takenUntil }]);
    expect(await taken(3)).toEqual([one.key]);
  });

  it('begin an ended watch again, at once or a minute after its end, and are never lost', async () => {
    const [fresh, old] = [await book.add({ endedIn: 16 - REOPEN }), await book.add({ endedIn: 5 - REOPEN })];
    expect(await hint({ ...byRef(fresh), ...byHash(old) })).toBe(2);
    expect(await book.dueIn([fresh, old])).toEqual([16, 5]);
  });

  it('that come in during the last look keep the watch from ending, unless it settled', async () => {
    const one = await book.add({ dueIn: 0 });
    await watches.takeDue(book.at(0), book.at(0), 10);
    await hint(byRef(one), 1);
    await watches.end(one.key, book.at(limits.watchTakenSeconds), book.at(2));
    expect((await watches.takeDue(book.at(3), book.at(3), 10)).map(({ key }) => key)).toEqual([one.key]);
  });

  it('leave an ended watch alone whose invoice was settled, and no other: what was paid late is the merchant’s', async () => {
    const settled = await book.add({ endedIn: -500, settledIn: -500 });
    const [over, last] = [
      await book.add({ endedIn: -500, tokenEndsIn: 5 }),
      await book.add({ endedIn: -500, tokenEndsIn: 6 }),
    ];
    expect(await hint({ ...byRef(settled, over, last), ...byHash(settled, over, last) })).toBe(2);
    expect(await book.dueIn([settled, over, last])).toEqual([null, 5, 5]);
  });

  it('of many transactions at once, about the same invoices in any order, are all taken', async () => {
    const made: LiveChallenge[] = [];
    for (let n = 0; n < 40; n += 1) made.push(await book.add());
    const backwards = made.toReversed();
    const all = Array.from({ length: 24 }, (_, n) =>
      hint(byRef(...(n % 2 === 0 ? made : backwards)), 50 - n),
    );
    await Promise.all([
      ...all,
      ...Array.from({ length: 8 }, (_, n) => watches.makeAllDue('wal_a', book.at(n))),
    ]);
    expect(await book.dueIn(made)).toEqual(made.map(() => 0));
  });
});

describe('a stream that stands again', () => {
  it('makes everything due that is open in its wallet, and nothing that has ended or is of another', async () => {
    const [later, soon, over] = [
      await book.add(),
      await book.add({ dueIn: 2 }),
      await book.add({ endedIn: -500 }),
    ];
    const others = [
      await book.add({ connectionId: 'wal_b' }),
      await book.add({ connectionId: null, mode: 0 }),
    ];
    expect(await watches.makeAllDue('wal_a', book.at(5))).toBe(1);
    expect(await book.dueIn([later, soon, over, ...others])).toEqual([5, 2, null, LATER, LATER]);
    expect(await watches.makeAllDue('wal_none', book.at(5))).toBe(0);
  });
});

describe('what is watched', () => {
  it('is each connection once in which something is open, in order', async () => {
    expect(await watches.watchedConnections()).toEqual([]);
    for (const connectionId of ['wal_c', 'wal_a', 'wal_c', null, 'wal_b']) await book.add({ connectionId });
    await book.add({ connectionId: 'wal_over', endedIn: -1 });
    expect(await watches.watchedConnections()).toEqual(['wal_a', 'wal_b', 'wal_c']);
    const asked = ['wal_a', 'wal_b', 'wal_over', 'wal_none'].map((id) => watches.isWatched(id));
    expect(await Promise.all(asked)).toEqual([true, true, false, false]);
  });

  it('falls due next at the earliest open time, and never where nothing is open', async () => {
    expect(await watches.nextDueAt()).toBeNull();
    await book.add({ dueIn: 1, endedIn: -1 });
    expect(await watches.nextDueAt()).toBeNull();
    await book.add({ dueIn: 70 });
    await book.add({ dueIn: 30, connectionId: null, mode: 0 });
    expect(await watches.nextDueAt()).toEqual(book.at(30));
  });
});

import { ColdPool } from '@turnpike/database';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { WalletNotices } from './wallet-notices.repository.js';

const now = new Date('2026-06-15T12:00:00Z');

let database: TestDatabase;
let pool: ColdPool;
let notices: WalletNotices;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 10);
  notices = new WalletNotices(pool);
});

beforeEach(() => pool.query({ text: 'DELETE FROM wallet_notice' }));

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const note = (eventId: string, connectionId = 'wal_a', at = now) =>
  pool.withTransaction((transaction) => notices.note(transaction, connectionId, eventId, at));

describe('a notice', () => {
  it('is new once, however often and however many at once it comes', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => note('e1')));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(await note('e1')).toBe(false);
  });

  it('is one connection’s: another’s of the same id is new', async () => {
    expect([await note('e1'), await note('e1', 'wal_b')]).toEqual([true, true]);
  });

  it('is not noted by a transaction that fails', async () => {
    const failing = pool.withTransaction(async (transaction) => {
      await notices.note(transaction, 'wal_a', 'e1', now);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await note('e1')).toBe(true);
  });

  it('has an id of any length and any characters, and is not taken for another that begins alike', async () => {
    const long = 'x'.repeat(5_000);
    const ids = [`${long}1`, `${long}2`, 'a\u0000b', 'a\u0000c', '', `'); --`];
    for (const id of ids) expect(await note(id)).toBe(true);
    for (const id of ids) expect(await note(id)).toBe(false);
  });

  it('is forgotten when it is old, a bounded number at a time', async () => {
    const old = new Date(now.getTime() - 1_000);
    for (const id of ['e1', 'e2', 'e3']) await note(id, 'wal_a', old);
    await note('e4');
    expect([await notices.prune(now, 2), await notices.prune(now, 2), await notices.prune(now, 2)]).toEqual([
      2, 1, 0,
    ]);
    expect([await note('e1'), await note('e4')]).toEqual([true, false]);
  });
});

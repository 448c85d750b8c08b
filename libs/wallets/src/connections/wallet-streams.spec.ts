import { ColdPool } from '@turnpike/database';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { WalletStreams, type HeldStream } from './wallet-streams.repository.js';

const LEASE = 30;

let database: TestDatabase;
let pool: ColdPool;
let streams: WalletStreams;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 10);
  streams = new WalletStreams(pool);
});

beforeEach(async () => {
  await pool.query({ text: 'DELETE FROM wallet_stream' });
  await pool.query({ text: 'DELETE FROM wallet_connection' });
  await connect('wal_a');
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

async function connect(id: string, health = 'ok'): Promise<void> {
  await pool.query({
    text: `INSERT INTO wallet_connection (id, merchant_id, kind, health, sealed_credentials, created_at)
      VALUES ($1, 7, 'lnd', $2, '', now())`,
    values: [id, health],
  });
}

const take = (holder: string, id = 'wal_a') => streams.take(id, holder, LEASE);
const advance = (stream: HeldStream, cursor: string | null) =>
  pool.withTransaction((transaction) => streams.advance(transaction, stream, cursor));

async function taken(holder: string): Promise<HeldStream> {
  const stream = await take(holder);
  if (stream === null) throw new Error('the stream is held by another');
  return stream;
}

/** Makes a lease that is held end now. */
const runOut = () =>
  pool.query({ text: `UPDATE wallet_stream SET lease_until = now() - interval '1 second'` });

/** What is on record of the one stream. */
async function onRecord() {
  const { rows } = await pool.query({
    text: `SELECT holder, fence, cursor, alive_until AS "aliveUntil", lease_until > now() AS "isHeld" FROM wallet_stream`,
  });
  return rows[0];
}

describe('the lease of a stream', () => {
  it('is one taker’s, however many take at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => take(`process ${n}`)));
    const held = all.filter((one) => one !== null);
    expect(held).toEqual([{ connectionId: 'wal_a', merchantId: 7, fence: 1, cursor: null }]);
    expect(await onRecord()).toMatchObject({
      holder: `process ${all.findIndex((one) => one !== null)}`,
      fence: 1,
    });
  });

  it('is one taker’s when it is over, however many take it over', async () => {
    const first = await taken('first');
    await advance(first, '41');
    await runOut();
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => take(`process ${n}`)));
    expect(all.filter((one) => one !== null)).toEqual([{ ...first, fence: 2, cursor: '41' }]);
  });

  it('cannot be taken while it runs, not even by who holds it', async () => {
    await taken('first');
    expect([await take('other'), await take('first')]).toEqual([null, null]);
  });

  it('runs from its last renewal', async () => {
    const stream = await taken('first');
    await runOut();
    expect(await streams.renew(stream, LEASE, null)).toBe(true);
    expect(await take('other')).toBeNull();
  });

  it('is of a connection that exists', async () => {
    expect(await take('first', 'wal_none')).toBeNull();
    expect(await onRecord()).toBeUndefined();
  });

  it('is free at once when it is let go, with its cursor, and no longer counts as alive', async () => {
    const stream = await taken('first');
    await advance(stream, '41');
    await streams.renew(stream, LEASE, new Date());
    await streams.release(stream);
    expect(await onRecord()).toMatchObject({ isHeld: false, aliveUntil: null });
    expect(await take('other')).toMatchObject({ cursor: '41' });
  });

  it('that was let go comes back by no write that was still under way', async () => {
    const stream = await taken('first');
    await streams.release(stream);
    expect(await streams.renew(stream, LEASE, new Date())).toBe(false);
    expect(await advance(stream, '41')).toBe(false);
    expect(await onRecord()).toMatchObject({ isHeld: false, aliveUntil: null, cursor: null });
  });
});

describe('an earlier holder', () => {
  let earlier: HeldStream;
  let later: HeldStream;

  beforeEach(async () => {
    earlier = await taken('earlier');
    await advance(earlier, '10');
    await runOut();
    later = await taken('later');
    await streams.renew(later, LEASE, new Date('2026-06-01T00:00:00Z'));
  });

  it('moves no cursor, forward or back', async () => {
    expect([await advance(earlier, '99'), await advance(earlier, '1'), await advance(earlier, null)]).toEqual(
      [false, false, false],
    );
    expect(await onRecord()).toMatchObject({ cursor: '10' });
    expect(await advance(later, '11')).toBe(true);
  });

  it('renews nothing', async () => {
    expect(await streams.renew(earlier, 9_999, null)).toBe(false);
    expect(await onRecord()).toMatchObject({ aliveUntil: new Date('2026-06-01T00:00:00Z') });
  });

  it('lets nothing go', async () => {
    await streams.release(earlier);
    expect(await onRecord()).toMatchObject({ holder: 'later', isHeld: true });
  });
});

describe('the cursor of a stream', () => {
  it('goes from holder to holder, and stays where none is told', async () => {
    await advance(await taken('first'), '5');
    await runOut();
    const second = await taken('second');
    expect(second.cursor).toBe('5');
    expect(await advance(second, null)).toBe(true);
    await runOut();
    expect((await taken('third')).cursor).toBe('5');
  });

  it('does not move when the transaction around it fails', async () => {
    const stream = await taken('first');
    const failing = pool.withTransaction(async (transaction) => {
      await streams.advance(transaction, stream, '5');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await onRecord()).toMatchObject({ cursor: null });
  });
});

describe('streams that nobody holds', () => {
  it('are those never held and those let go or run out, the never held first, a bounded number', async () => {
    for (const id of ['wal_b', 'wal_c']) await connect(id);
    await streams.release(await taken('first'));
    await take('other', 'wal_b');
    const all = ['wal_a', 'wal_b', 'wal_c', 'wal_none'];
    expect(await streams.unheld(all, 10)).toEqual(['wal_c', 'wal_a']);
    expect(await streams.unheld(all, 1)).toEqual(['wal_c']);
    expect(await streams.unheld([], 10)).toEqual([]);
  });

  it('are not those of wallets that refuse us', async () => {
    await connect('wal_refusing', 'rejected');
    expect(await streams.unheld(['wal_refusing', 'wal_a'], 10)).toEqual(['wal_a']);
  });
});

import { parseMerchantId } from '@turnpike/l402';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { HotPool } from './hot-pool.js';
import { appendOutbox } from './outbox.js';
import { PrismaService } from './prisma.service.js';

describe('PrismaService', () => {
  let database: TestDatabase;
  let prisma: PrismaService;
  let pool: HotPool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new HotPool(database.url);
    const { rows } = await pool.query<{ name: string }>({ text: 'SELECT current_database() AS name' });
    // A server that is set to another zone: every session of ours must still read and write UTC.
    await pool.query({ text: `ALTER DATABASE ${rows[0]!.name} SET timezone = 'Asia/Kathmandu'` });
    prisma = new PrismaService(database.url);
  });

  afterAll(async () => {
    await prisma.onApplicationShutdown();
    await pool.onApplicationShutdown();
    await database.drop();
  });

  const createdAt = new Date('2026-03-29T01:30:00.123Z');

  it('reads the time that it wrote, whatever the zone of the server', async () => {
    const { id } = await prisma.merchant.create({ data: { name: 'A', email: 'a@example.com', createdAt } });
    const read = await prisma.merchant.findUniqueOrThrow({ where: { id } });
    expect(read.createdAt).toEqual(createdAt);
  });

  it('agrees about times with the hot pool', async () => {
    const { rows } = await pool.query({
      text: `SELECT created_at FROM merchant WHERE email = 'a@example.com'`,
    });
    expect(rows).toEqual([{ created_at: createdAt }]);
    await pool.query({
      text: `INSERT INTO merchant (name, email, created_at) VALUES ('B', 'b@example.com', $1)`,
      values: [createdAt],
    });
    const read = await prisma.merchant.findUniqueOrThrow({ where: { email: 'b@example.com' } });
    expect(read.createdAt).toEqual(createdAt);
  });

  it('commits an event only with the transaction of its fact, in either kind of transaction', async () => {
    const event = (type: string) => ({
      merchantId: parseMerchantId(7)!,
      mode: 'live' as const,
      type,
      data: { note: 'ä', nested: { list: [1, null] } },
      occurredAt: createdAt,
    });
    await prisma.$transaction((transaction) => appendOutbox(transaction, event('by.prisma')));
    await pool.withTransaction((transaction) => appendOutbox(transaction, event('by.pool')));
    const fail = (): never => {
      throw new Error('no');
    };
    const lost = event('lost');
    await expect(prisma.$transaction((tx) => appendOutbox(tx, lost).then(fail))).rejects.toThrow('no');
    await expect(pool.withTransaction((tx) => appendOutbox(tx, lost).then(fail))).rejects.toThrow('no');

    const kept = await prisma.outbox.findMany({ orderBy: { id: 'asc' } });
    expect(
      kept.map(({ type, merchantId, mode, data, occurredAt }) => [type, merchantId, mode, data, occurredAt]),
    ).toEqual(
      ['by.prisma', 'by.pool'].map((type) => [
        type,
        7,
        1,
        { note: 'ä', nested: { list: [1, null] } },
        createdAt,
      ]),
    );
    expect(new Set(kept.map(({ eventId }) => eventId)).size).toBe(2);
  });
});

import { Logger } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { isDatabaseUnavailable, isSerializationFailure, isUniqueViolation } from './database-error.js';
import { HotPool } from './hot-pool.js';
import { PrismaService } from './prisma.service.js';

describe('errors of the database', () => {
  let database: TestDatabase;
  let prisma: PrismaService;
  let pool: HotPool;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await createTestDatabase();
    pool = new HotPool(database.url);
    prisma = new PrismaService(database.url);
    await pool.query({ text: 'CREATE TABLE tally (id int PRIMARY KEY, n int)' });
    await pool.query({ text: 'INSERT INTO tally VALUES (1, 0), (2, 0)' });
  });

  afterAll(async () => {
    await prisma.onApplicationShutdown();
    await pool.onApplicationShutdown();
    await database.drop();
  });

  const kinds = (error: unknown): string[] =>
    Object.entries({ isUniqueViolation, isSerializationFailure, isDatabaseUnavailable })
      .filter(([, holds]) => holds(error))
      .map(([name]) => name);

  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'no failure',
      (error: unknown) => error,
    );

  it('tells a refused duplicate, from either client', async () => {
    const data = { name: 'A', email: 'a@example.com', createdAt: new Date() };
    await prisma.merchant.create({ data });
    expect(kinds(await failure(prisma.merchant.create({ data })))).toEqual(['isUniqueViolation']);
    expect(kinds(await failure(prisma.$executeRaw`INSERT INTO tally VALUES (1, 1)`))).toEqual([
      'isUniqueViolation',
    ]);
    expect(kinds(await failure(pool.query({ text: 'INSERT INTO tally VALUES (1, 1)' })))).toEqual([
      'isUniqueViolation',
    ]);
  });

  it('tells a broken deadlock, from either client', async () => {
    const touch = (id: number): string => `UPDATE tally SET n = n + 1 WHERE id = ${id}`;
    for (const run of [
      (own: number, other: number, meet: () => Promise<void>) =>
        pool.withTransaction(async (transaction) => {
          await transaction.query({ text: touch(own) });
          await meet();
          await transaction.query({ text: touch(other) });
        }),
      (own: number, other: number, meet: () => Promise<void>) =>
        prisma.$transaction(async (transaction) => {
          await transaction.$executeRawUnsafe(touch(own));
          await meet();
          await transaction.$executeRawUnsafe(touch(other));
        }),
    ]) {
      const meet = meetingOf(2);
      const [one, two] = await Promise.all([failure(run(1, 2, meet)), failure(run(2, 1, meet))]);
      const broken = [one, two].filter((outcome) => outcome !== 'no failure');
      expect(broken.map(kinds)).toEqual([['isSerializationFailure']]);
    }
  });

  it('tells an unreachable server, from either client', async () => {
    const nowhere = 'postgresql://nobody@127.0.0.1:1/nothing';
    const [lostPool, lostPrisma] = [new HotPool(nowhere), new PrismaService(nowhere)];
    const failures = [
      lostPool.query({ text: 'SELECT 1' }),
      lostPool.withTransaction(async () => undefined),
      lostPrisma.merchant.count(),
      lostPrisma.$queryRaw`SELECT 1`,
      lostPrisma.$transaction(async () => undefined),
    ];
    for (const error of await Promise.all(failures.map(failure))) {
      expect(kinds(error)).toEqual(['isDatabaseUnavailable']);
    }
    await lostPool.onApplicationShutdown();
    await lostPrisma.onApplicationShutdown();
  });

  it('tells a connection that the server ended, from either client, and both work on', async () => {
    const ended = 'SELECT pg_terminate_backend(pg_backend_pid())';
    expect(kinds(await failure(pool.query({ text: ended })))).toEqual(['isDatabaseUnavailable']);
    expect(kinds(await failure(pool.withTransaction((tx) => tx.query({ text: ended }))))).toEqual([
      'isDatabaseUnavailable',
    ]);
    expect(kinds(await failure(prisma.$queryRawUnsafe(ended)))).toEqual(['isDatabaseUnavailable']);
    expect(kinds(await failure(prisma.$transaction((tx) => tx.$queryRawUnsafe(ended))))).toEqual([
      'isDatabaseUnavailable',
    ]);
    await expect(pool.query({ text: 'SELECT 1' })).resolves.toBeDefined();
    await expect(prisma.merchant.count()).resolves.toBeDefined();
  });

  it('tells a statement that ran out of time, from either client', async () => {
    const slow = `SET LOCAL statement_timeout = 20`;
    const byPool = () =>
      pool.withTransaction(async (transaction) => {
        await transaction.query({ text: slow });
        await transaction.query({ text: 'SELECT pg_sleep(5)' });
      });
    const byPrisma = () =>
      prisma.$transaction(async (transaction) => {
        await transaction.$executeRawUnsafe(slow);
        await transaction.$queryRaw`SELECT pg_sleep(5)::text`;
      });
    expect(kinds(await failure(byPool()))).toEqual(['isDatabaseUnavailable']);
    expect(kinds(await failure(byPrisma()))).toEqual(['isDatabaseUnavailable']);
  });

  it('calls a mistake of our own none of these', async () => {
    const mistakes = [
      pool.query({ text: 'SELECT nothing FROM nowhere' }),
      prisma.$queryRaw`SELECT nothing FROM nowhere`,
      prisma.merchant.findUniqueOrThrow({ where: { id: 999 } }),
      Promise.reject(new Error('Connection matters to us')),
      Promise.reject(new TypeError('x')),
    ];
    for (const error of await Promise.all(mistakes.map(failure))) expect(kinds(error)).toEqual([]);
    expect(kinds(null)).toEqual([]);
    expect(kinds('57P01')).toEqual([]);
  });
});

/** A function that resolves for all once so many have called it. */
function meetingOf(count: number): () => Promise<void> {
  let open: () => void;
  const met = new Promise<void>((fulfil) => (open = fulfil));
  let missing = count;
  return () => {
    missing -= 1;
    if (missing === 0) open();
    return met;
  };
}

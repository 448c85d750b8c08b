import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@turnpike/embedded-postgres';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { isDatabaseUnavailable } from './database-error.js';
import { HotPool } from './hot-pool.js';
import { Notifications } from './notifications.js';
import { PrismaService } from './prisma.service.js';

describe('while PostgreSQL is stopped and started again', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let server: EmbeddedPostgres;
  let port: number;

  const start = async (given?: number): Promise<void> => {
    server = await startEmbeddedPostgres({
      dataDir: join(temporary.path, 'data'),
      throwAway: true,
      log: () => undefined,
      ...(given === undefined ? {} : { port: given }),
    });
  };

  beforeAll(async () => {
    Logger.overrideLogger(false);
    temporary = await temporaryDirectory();
    await start();
    port = Number(new URL(server.url('postgres')).port);
  });

  afterAll(async () => {
    await server.stop();
    await temporary.remove();
  });

  it('callers are told that it is unavailable, and everything works again without a restart of ours', async () => {
    const url = server.url('postgres');
    const pool = new HotPool(url);
    const prisma = new PrismaService(url);
    const notifications = new Notifications(url, pool);
    const heard: string[] = [];
    await notifications.subscribe('news', (payload) => heard.push(payload));
    const useAll = (): Promise<unknown>[] => [
      pool.query({ text: 'SELECT 1' }),
      pool.withTransaction((transaction) => transaction.query({ text: 'SELECT 1' })),
      prisma.$queryRaw`SELECT 1`,
      notifications.publish('news', 'lost'),
    ];
    await Promise.all(useAll());

    await server.stop();
    for (const outcome of await Promise.allSettled(useAll())) {
      expect(outcome.status === 'rejected' && isDatabaseUnavailable(outcome.reason)).toBe(true);
    }

    await start(port);
    await Promise.all(useAll());
    const told = new Promise<string>((fulfil) => void notifications.subscribe('again', fulfil));
    await notifications.subscribe('again', () => undefined);
    await notifications.publish('again', 'back');
    expect(await told).toBe('back');
    await notifications.publish('news', 'new');
    await notifications.onApplicationShutdown();
    await prisma.onApplicationShutdown();
    await pool.onApplicationShutdown();
  });
});

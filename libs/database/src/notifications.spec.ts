import { Logger } from '@nestjs/common';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { HotPool } from './hot-pool.js';
import { Notifications } from './notifications.js';

describe('Notifications', () => {
  let database: TestDatabase;
  let pool: HotPool;
  let here: Notifications;
  let elsewhere: Notifications;

  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(async () => {
    database = await createTestDatabase();
    pool = new HotPool(database.url);
    here = new Notifications(database.url, pool);
    elsewhere = new Notifications(database.url, pool);
  });

  afterEach(async () => {
    await here.onApplicationShutdown();
    await elsewhere.onApplicationShutdown();
    await pool.onApplicationShutdown();
    await database.drop();
  });

  /** The next message, however often it has to be said until the connection is there again. */
  const nextOn = async (channel: string): Promise<(say: () => Promise<void>) => Promise<string>> => {
    let heard: string | undefined;
    await here.subscribe(channel, (payload) => (heard ??= payload));
    return async (say) => {
      while (heard === undefined) await say();
      return heard;
    };
  };

  it('carries a message from one process to all, whatever the channel is called', async () => {
    const heard: string[] = [];
    const all = new Promise<void>((fulfil) => {
      const hear = (payload: string): void => {
        if (heard.push(payload) === 2) fulfil();
      };
      void Promise.all([
        here.subscribe('Odd "channel"', hear),
        elsewhere.subscribe('Odd "channel"', hear),
      ]).then(() => here.publish('Odd "channel"', 'ä'));
    });
    await all;
    expect(heard).toEqual(['ä', 'ä']);
  });

  it('keeps channels apart and hears no more after unsubscribing', async () => {
    const heard: string[] = [];
    const unsubscribe = await here.subscribe('a', (payload) => heard.push(`a ${payload}`));
    const last = new Promise<string>((fulfil) => void here.subscribe('b', fulfil));
    await here.publish('a', '1');
    unsubscribe();
    await here.publish('a', '2');
    await here.publish('b', '3');
    expect(await last).toBe('3');
    expect(heard.filter((line) => line !== 'a 1')).toEqual([]);
  });

  it('goes on after its connection was cut', async () => {
    const next = await nextOn('news');
    await pool.query({
      text: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND query LIKE 'LISTEN%' AND pid <> pg_backend_pid()`,
    });
    expect(await next(() => here.publish('news', 'back'))).toBe('back');
  });

  it('lets a handler that throws keep nobody else from hearing', async () => {
    await here.subscribe('news', () => {
      throw new Error('deaf');
    });
    const next = await nextOn('news');
    expect(await next(() => here.publish('news', 'heard'))).toBe('heard');
  });

  it('refuses a message that PostgreSQL could not carry', async () => {
    await expect(here.publish('news', 'x'.repeat(8_000))).rejects.toThrow(RangeError);
  });
});

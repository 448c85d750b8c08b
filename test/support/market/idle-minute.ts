import { setTimeout as pause } from 'node:timers/promises';

import { HotPool } from '@turnpike/database';

import { ApiProcess } from '../api-process.js';
import { Closers } from '../lightning/closers.js';
import { apiVariables } from '../listening-api.js';
import { StatementTap } from '../statement-tap.js';
import { createTestDatabase } from '../test-database.js';
import { startWorkerProcess } from '../worker-process.js';
import { Stalls } from './stalls.js';

/** What a worker did in a minute. */
export interface IdleMinute {
  /** Statements that it had the database execute. */
  readonly statements: number;
  /** Rows that it wrote into our tables. */
  readonly rowsWritten: number;
  /** Calls that its wallets got. */
  readonly walletCalls: number;
  /** Commands that Redis processed, 0 where there is none. */
  readonly redisCommands: number;
}

/** The Redis that the worker is to use. */
export interface IdleRedis {
  readonly url: string;
  /** How many commands it has processed so far. */
  countCommands(): Promise<number>;
}

const START_MILLIS_MAX = 60_000;
const MINUTE_MILLIS = 60_000;
/** Until what it did at the start is over, and is in the statistics of the database. */
const SETTLING_MILLIS = 10_000;

const WRITTEN = `
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int4 AS n FROM pg_stat_user_tables WHERE schemaname = 'public'`;

/** Lets a worker be for a minute that has a wallet of each kind to look after and no open challenge. */
export async function idleMinute(redis: IdleRedis | null): Promise<IdleMinute> {
  const closers = new Closers();
  try {
    return await observe(redis, closers);
  } finally {
    await closers.close();
  }
}

async function observe(redis: IdleRedis | null, closers: Closers): Promise<IdleMinute> {
  const database = await createTestDatabase();
  closers.add(() => database.drop());
  const stalls = await Stalls.open({ walletsPerKind: 1 });
  closers.add(() => stalls.close());
  const variables = apiVariables(database.url, {
    ...stalls.variables,
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
  });
  const api = await ApiProcess.start(variables);
  const connected = await stalls.connect(api);
  await api.stop();

  const pool = new HotPool(database.url, 1);
  closers.add(() => pool.onApplicationShutdown());
  const tap = await StatementTap.open(database.url);
  closers.add(() => tap.close());
  const worker = startWorkerProcess({ ...variables, DATABASE_URL: tap.url });
  closers.add(async () => {
    await worker.stop();
  });
  // What is done at once, and then every hour, ends with this.
  const signal = AbortSignal.timeout(START_MILLIS_MAX);
  while (![...tap.counts.keys()].some((text) => text.includes('sandbox_invoice')))
    await pause(20, undefined, { signal });
  await pause(SETTLING_MILLIS);

  const look = async (): Promise<IdleMinute> => ({
    statements: tap.total,
    rowsWritten: (await pool.query<{ n: number }>({ text: WRITTEN })).rows[0]?.n ?? 0,
    walletCalls: connected.reduce((sum, { emulator }) => sum + emulator.callCount(), 0),
    redisCommands: (await redis?.countCommands()) ?? 0,
  });
  const before = await look();
  await pause(MINUTE_MILLIS);
  const after = await look();
  return {
    statements: after.statements - before.statements,
    rowsWritten: after.rowsWritten - before.rowsWritten,
    walletCalls: after.walletCalls - before.walletCalls,
    redisCommands: after.redisCommands - before.redisCommands,
  };
}

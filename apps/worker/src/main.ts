import { setTimeout as pause } from 'node:timers/promises';
import { EnvError, parseEnv } from '@turnpike/config';
import { isDatabaseUnavailable } from '@turnpike/database';
import { prepareDatabase } from '@turnpike/events';
import { createWorker } from './bootstrap.js';
import { workerBounds } from './worker-bounds.js';

try {
  const env = parseEnv();
  if (env.databaseUrl === null) throw new EnvError('DATABASE_URL', 'the address of a PostgreSQL database');
  await migrate(env.databaseUrl);
  const worker = await createWorker({ env, servesMetrics: true });
  let stopping = false;
  const stop = (): void => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), env.shutdownSeconds * 1000).unref();
    worker.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** Brings the database up to date, however long it takes to be there: a worker outlives its stores at the start too. */
async function migrate(databaseUrl: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await prepareDatabase(databaseUrl, say);
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      if (attempt === 1) say('waiting for the database');
    }
    await pause(workerBounds.reopenMillis);
  }
}

function say(line: string): void {
  process.stderr.write(`turnpike worker: ${line}\n`);
}

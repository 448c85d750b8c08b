import { EnvError, parseEnv } from '@turnpike/config';
import { applyMigrations } from '@turnpike/database';
import { createWorker } from './bootstrap.js';

try {
  const env = parseEnv();
  if (env.databaseUrl === null) throw new EnvError('DATABASE_URL', 'the address of a PostgreSQL database');
  await applyMigrations(env.databaseUrl);
  const worker = await createWorker({ env });
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
  process.stderr.write(`turnpike worker: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

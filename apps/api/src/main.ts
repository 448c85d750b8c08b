import { EnvError, parseEnv } from '@turnpike/config';
import { Logger, Metrics, startMetricsServer } from '@turnpike/observability';
import { createApi, stopApi } from './bootstrap.js';
import { PublicUrl } from './http/public-url.js';

try {
  const env = parseEnv();
  const app = await createApi({ env, listen: true });
  const logger = app.get(Logger, { strict: false });
  const metrics = await startMetricsServer(env, app.get(Metrics, { strict: false }), logger);
  logger.info({ url: app.get(PublicUrl).value }, 'listening');

  const stop = async (signal: string): Promise<void> => {
    logger.info({ signal }, 'stopping');
    await stopApi(app, env);
    await metrics?.close();
    process.exit(0);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
} catch (error) {
  // Nothing is listening and the logger may not exist, so this goes to standard error as it is.
  console.error(error instanceof EnvError ? error.message : error);
  process.exit(1);
}

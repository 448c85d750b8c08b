import { EnvError, parseEnv } from '@turnpike/config';
import { startMetricsServer } from '@turnpike/observability';
import { listenAsGateway } from './bootstrap.js';

try {
  const env = parseEnv();
  const gateway = await listenAsGateway({ env });
  const { logger } = gateway;
  const metrics = await startMetricsServer(env, gateway.metrics, logger);
  logger.info({ url: gateway.baseUrl }, 'listening');

  const stop = async (signal: string): Promise<void> => {
    logger.info({ signal }, 'stopping');
    await gateway.close();
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

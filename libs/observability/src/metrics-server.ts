import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { sumOf } from './sum-of-metrics.js';

/** Where to listen; no port, no listener. */
export interface MetricsAddress {
  readonly metricsPort: number | null;
  readonly metricsHost: string;
}

/** A running listener: its port, and its end. */
export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The Prometheus listener could not listen; the cause is what the operating system said. */
export class MetricsListenError extends Error {
  override readonly name = 'MetricsListenError';

  constructor(override readonly cause: Error) {
    super(`the Prometheus listener: ${cause.message}`);
  }
}

const REQUEST_MILLIS = 5_000;

/**
 * Serves `GET /metrics` for Prometheus on a listener of its own, so that figures never stand on the public port: the sum
 * of the process's parts, and memory, CPU, event loop and garbage collection of the process. Answers null when no port is
 * configured; rejects with `MetricsListenError` when the port cannot be taken.
 */
export async function startMetricsServer(
  address: MetricsAddress,
  metrics: Metrics | readonly Metrics[],
  logger: Logger,
): Promise<MetricsServer | null> {
  if (address.metricsPort === null) return null;
  const parts = [metrics].flat();
  const ofProcess = new Registry();
  const server = createServer({ requestTimeout: REQUEST_MILLIS }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    Promise.all([sumOf(parts), ofProcess.metrics()]).then(
      (texts) => response.writeHead(200, { 'content-type': ofProcess.contentType }).end(texts.join('\n')),
      (error: unknown) => {
        logger.error({ err: error }, 'metrics could not be collected');
        response.writeHead(500).end();
      },
    );
  });
  const port = await listen(server, address.metricsPort, address.metricsHost);
  collectDefaultMetrics({ register: ofProcess, prefix: 'turnpike_' });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new MetricsListenError(error)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

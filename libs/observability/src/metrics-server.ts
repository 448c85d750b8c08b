import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';

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

const REQUEST_MILLIS = 5_000;

/**
 * Serves `GET /metrics` for Prometheus on a listener of its own, so that figures never stand on the public port. Answers
 * null when no port is configured; rejects when the port cannot be taken.
 */
export async function startMetricsServer(
  address: MetricsAddress,
  metrics: Metrics,
  logger: Logger,
): Promise<MetricsServer | null> {
  if (address.metricsPort === null) return null;
  metrics.watchProcess();
  const server = createServer({ requestTimeout: REQUEST_MILLIS }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(text),
      (error: unknown) => {
        logger.error({ err: error }, 'metrics could not be collected');
        response.writeHead(500).end();
      },
    );
  });
  const port = await listen(server, address.metricsPort, address.metricsHost);
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
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

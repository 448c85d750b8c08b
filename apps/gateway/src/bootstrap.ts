import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { EnvError, limits } from '@turnpike/config';
import type { Clock, Env } from '@turnpike/config';
import { Logger, Metrics, NestLogger } from '@turnpike/observability';
import { attachGateway } from './attach-gateway.js';
import { answerHealth, Readiness } from './health.js';
import { GatewayAddress } from './gateway-address.js';
import { GatewayModule } from './gateway.module.js';
import { Gateway } from './gateway.js';

/** What a gateway is made of. The clock is the machine's unless another is given. */
export interface GatewaySettings {
  readonly env: Env;
  readonly clock?: Clock;
}

/** A gateway that takes requests from whatever server it is attached to. */
export interface OpenGateway {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly readiness: Readiness;
  /** Has it take its requests from a server, before that listens. */
  attach(server: Server): void;
  /** Tells it where that server listens. */
  listening(url: string): void;
  /** Ends web sockets, for which a server that closes would wait. */
  endSockets(): void;
  /** Ends web sockets, waits for uses that are being decided, and closes every connection. */
  close(): Promise<void>;
}

/** A gateway with a server of its own. */
export interface ListeningGateway extends OpenGateway {
  /** Its address as others see it, and as this machine does. */
  readonly baseUrl: string;
  readonly localUrl: string;
}

/** Opens a gateway in this process. `env` must name a migrated database and hold the three key rings. */
export async function openGateway({ env, clock }: GatewaySettings): Promise<OpenGateway> {
  if (env.databaseUrl === null) throw new EnvError('DATABASE_URL', 'the address of a PostgreSQL database');
  const app = await NestFactory.createApplicationContext(GatewayModule.forRoot(env, clock), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(NestLogger, { strict: false }));
  const gateway = app.get(Gateway);
  return {
    metrics: app.get(Metrics, { strict: false }),
    logger: app.get(Logger, { strict: false }),
    readiness: new Readiness(app),
    attach: (server) => attachGateway(server, gateway),
    listening: (url) => app.get(GatewayAddress).listening(url),
    endSockets: () => gateway.endSockets(),
    close: async () => {
      await gateway.close();
      await app.close();
    },
  };
}

/** Opens a gateway that listens where `env` says, on nothing but what is its own and its health. */
export async function listenAsGateway(settings: GatewaySettings): Promise<ListeningGateway> {
  const { env } = settings;
  const gateway = await openGateway(settings);
  const server = createServer(
    {
      headersTimeout: limits.headersTimeoutMillis,
      keepAliveTimeout: limits.keepAliveTimeoutMillis,
      requireHostHeader: false,
    },
    (request, response) => void answerHealth(gateway.readiness, request, response),
  );
  server.maxConnections = limits.connectionsMax;
  gateway.attach(server);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(env.port, env.host, resolve);
    });
  } catch (error) {
    await gateway.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const host = env.host.includes(':') ? `[${env.host}]` : env.host;
  const localUrl = `http://${host}:${String(port)}`;
  const baseUrl = env.publicUrl ?? localUrl;
  gateway.listening(baseUrl);
  return {
    ...gateway,
    baseUrl,
    localUrl,
    close: async () => {
      gateway.readiness.stop();
      gateway.endSockets();
      await finish(server, env.shutdownSeconds);
      await gateway.close();
    },
  };
}

/** Takes no new connection, lets requests end for so many seconds, then cuts off what is left. */
async function finish(server: Server, seconds: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), seconds * 1000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}

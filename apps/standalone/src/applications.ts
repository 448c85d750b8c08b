import type { Env } from '@turnpike/config';
import { LoginLinks } from '@turnpike/members';
import { Logger, Metrics, startMetricsServer } from '@turnpike/observability';
import { createApi, stopApi } from '../../api/src/bootstrap.js';
import { PublicUrl } from '../../api/src/http/public-url.js';
import { listenAsGateway, openGateway } from '../../gateway/src/bootstrap.js';
import { createWorker } from '../../worker/src/bootstrap.js';

/** A part of the instance that can be closed. */
export interface Application {
  close(): Promise<void>;
}

/** The API and where it can be reached. */
export interface OpenApi extends Application {
  readonly baseUrl: string;
  /** A link that signs in, once, the holder of an address. */
  signInLink(email: string): Promise<string>;
}

/** The worker and what it counts. */
export interface OpenWorker extends Application {
  readonly metrics: Metrics;
}

/** The gateway and what it counts. */
export interface OpenGateway extends Application {
  readonly metrics: Metrics;
}

/**
 * Starts the API, with the gateway on its port where there is one in this process, and, if METRICS_PORT is set, the figures beside it, those of the worker in the same process included.
 * Rejects, with everything closed, if it cannot.
 */
export async function openApi(env: Env, worker: OpenWorker | null): Promise<OpenApi> {
  const gateway = env.role === 'all' ? await openGateway({ env }) : null;
  const app = await createApi({
    env,
    listen: true,
    ...(gateway !== null && { beforeListening: (server) => gateway.attach(server) }),
  }).catch(async (error: unknown) => {
    await gateway?.close();
    throw error;
  });
  try {
    gateway?.listening(app.get(PublicUrl).value);
    const [metrics, logger] = [app.get(Metrics, { strict: false }), app.get(Logger, { strict: false })];
    const parts = [metrics, ...[worker, gateway].flatMap((part) => part?.metrics ?? [])];
    const figures = await startMetricsServer(env, parts, logger);
    return {
      baseUrl: app.get(PublicUrl).value,
      signInLink: async (email) => {
        const links = app.get(LoginLinks, { strict: false });
        return (await links.forEmail(email, app.get(PublicUrl).value)).url;
      },
      close: async () => {
        gateway?.endSockets();
        await stopApi(app, env);
        await gateway?.close();
        await figures?.close();
      },
    };
  } catch (error) {
    await app.close();
    await gateway?.close();
    throw error;
  }
}

/** Starts a gateway with a server of its own, and the figures beside it if METRICS_PORT is set. */
export async function openGatewayAlone(env: Env): Promise<OpenGateway & { readonly baseUrl: string }> {
  const gateway = await listenAsGateway({ env });
  const figures = await startMetricsServer(env, gateway.metrics, gateway.logger).catch(
    async (error: unknown) => {
      await gateway.close();
      throw error;
    },
  );
  return {
    metrics: gateway.metrics,
    baseUrl: gateway.baseUrl,
    close: async () => {
      await gateway.close();
      await figures?.close();
    },
  };
}

/**
 * Starts the worker, and the figures beside it if METRICS_PORT is set and no API in this process serves them. It takes jobs
 * as soon as its stores are there, which this does not wait for.
 */
export async function openWorker(env: Env): Promise<OpenWorker> {
  const worker = await createWorker({ env, servesMetrics: env.role === 'worker' });
  worker.ready.catch(() => undefined);
  return worker;
}

import { once } from 'node:events';
import { createServer } from 'node:net';

import type { Env } from '@turnpike/config';
import { MetricsListenError } from '@turnpike/observability';

/** Rejects as listening would if a port that this process is to listen on cannot be had, before anything is made. */
export async function expectFreePorts({ role, port, host, metricsPort, metricsHost }: Env): Promise<void> {
  if (role !== 'worker') await expectFree(port, host);
  if (metricsPort === null) return;
  await expectFree(metricsPort, metricsHost).catch((error: unknown) => {
    throw new MetricsListenError(error as Error);
  });
}

async function expectFree(port: number, host: string): Promise<void> {
  const probe = createServer().listen(port, host);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}

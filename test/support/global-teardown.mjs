import { rmSync } from 'node:fs';
import { clusterDirectory } from './test-cluster.mjs';

/** Stops the run's PostgreSQL and removes its directory. */
export default async function tearDown() {
  await globalThis.turnpikeTestServer.stop();
  rmSync(clusterDirectory, { recursive: true, force: true });
}

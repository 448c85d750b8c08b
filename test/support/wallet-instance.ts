import { type AddressInfo } from 'node:net';

import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { parseEnv } from '@turnpike/config';

import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { createWorker, type RunningWorker } from '../../apps/worker/src/bootstrap.js';
import { InstanceCalls } from './instance-calls.js';
import { apiVariables } from './listening-api.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

export type { InstanceReply, MintedOffer } from './instance-calls.js';

/** API and worker in this process, on a database of their own and the machine's clock, whose live keys may use emulators. */
export class WalletInstance extends InstanceCalls {
  private constructor(
    readonly database: TestDatabase,
    app: NestFastifyApplication,
    private readonly env: ReturnType<typeof parseEnv>,
    private readonly worker: RunningWorker,
    baseUrl: string,
  ) {
    super(app, baseUrl);
  }

  /** Starts both; resolves when the worker takes jobs. */
  static async start(more: Readonly<Record<string, string>> = {}): Promise<WalletInstance> {
    const database = await createTestDatabase();
    const allowed = { ADDRESS_ALLOW: '127.0.0.1', WALLET_ALLOW_NETWORKS: 'regtest' };
    const env = parseEnv(apiVariables(database.url, { ...allowed, ...more }));
    const app = await createApi({ env, listen: true });
    const worker = await createWorker({ env });
    await worker.ready;
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new WalletInstance(database, app, env, worker, `http://127.0.0.1:${String(port)}`);
  }

  /** Ends both. */
  async stop(): Promise<void> {
    await this.worker.close();
    await stopApi(this.app, this.env);
    await this.database.drop();
  }
}

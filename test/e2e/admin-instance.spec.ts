import { randomBytes } from 'node:crypto';
import { KeyRing, Sealer } from '@turnpike/secrets';
import { createWorker } from '../../apps/worker/src/bootstrap.js';
import { parseEnv } from '@turnpike/config';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { HotPool } from '@turnpike/database';

const ADMIN_KEY = 'operator-key-0123456789';
const PATH = '/api/admin/instance';

let database: TestDatabase;
let api: ListeningApi;
let variables: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const [old, current] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64'));
  variables = apiVariables(database.url, {
    ADMIN_API_KEY: ADMIN_KEY,
    SEAL_KEYS: `7:${String(current)},3:${String(old)}`,
    PUBLIC_URL: 'https://pay.example',
  });
  api = await ListeningApi.start(variables);
});
afterAll(async () => {
  await api.stop();
  await database.drop();
});

async function read(): Promise<Record<string, unknown>> {
  const { status, body } = await api.call('GET', PATH, ADMIN_KEY);
  expect(status).toBe(200);
  return body;
}

/** A row of a wallet whose credentials are sealed under that key. */
async function connection(kid: number, health: string): Promise<void> {
  const id = `wal_${randomBytes(16).toString('hex')}`;
  const sealer = new Sealer(new KeyRing([{ kid, key: Buffer.alloc(32, 1) }]));
  const sealed = sealer.seal(Buffer.from('{}'), `wallet_connection:1:${id}`);
  await api.app.get(HotPool, { strict: false }).query({
    text: `INSERT INTO wallet_connection (id, merchant_id, kind, sealed_credentials, warnings, health, created_at)
      VALUES ($1, 1, 'lnd', $2, '{}', $3, now())`,
    values: [id, sealed, health],
  });
}

describe('GET /api/admin/instance', () => {
  it('tells version, address, database and settings, and no secret', async () => {
    const instance = await read();
    expect(instance).toMatchObject({
      publicUrl: 'https://pay.example',
      startedAt: api.clock.now().toISOString(),
      roles: ['api', 'worker', 'gateway'],
      redis: false,
      database: { version: expect.stringMatching(/^\d+(\.\d+)?$/) },
    });
    const settings = instance['settings'] as { variable: string; value: string | null }[];
    expect(settings).toContainEqual({ variable: 'ADMIN_API_KEY', value: 'set' });
    const text = JSON.stringify(instance);
    for (const secret of [ADMIN_KEY, new URL(database.url).password, ...ringKeys()])
      expect(text).not.toContain(secret);
  });

  it('counts wallets by health and secrets by the key that they are sealed under, lost keys included', async () => {
    await connection(7, 'ok');
    await connection(3, 'rejected');
    await connection(3, 'ok');
    await connection(9, 'unknown');
    expect(await read()).toMatchObject({
      wallets: { ok: 2, unavailable: 0, rejected: 1, unknown: 1 },
      keys: {
        master: [{ kid: 1, current: true }],
        seal: [
          { kid: 7, current: true, sealedWith: 1, configured: true },
          { kid: 3, current: false, sealedWith: 2, configured: true },
          { kid: 9, current: false, sealedWith: 1, configured: false },
        ],
      },
    });
  });

  it('tells what no worker has taken, and when each job was taken last', async () => {
    expect((await read())['queues']).toMatchObject({
      backend: 'postgresql',
      isReachable: true,
      waiting: { settlements: 0, upkeep: 0, wallets: 0 },
      oldestWaitingSeconds: null,
      lastRuns: [],
    });
    const worker = await createWorker({ env: parseEnv(variables) });
    await worker.ready;
    const taken = async (): Promise<unknown[]> => {
      const { lastRuns } = (await read())['queues'] as { lastRuns: { job: string; at: string | null }[] };
      return lastRuns.filter(({ at }) => at !== null).map(({ job }) => job);
    };
    while (!(await taken()).includes('prune')) await new Promise((resolve) => setTimeout(resolve, 50));
    await worker.close();
  });
});

function ringKeys(): string[] {
  const rings = ['MASTER_KEYS', 'INVOICE_KEYS', 'SEAL_KEYS'].map((name) => variables[name] ?? '');
  return rings.flatMap((ring) => ring.split(',').map((entry) => entry.split(':')[1] ?? ''));
}

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeMerchants } from './merchants.mjs';
import { databaseCpuSeconds, startScript } from './processes.mjs';

const OPERATOR_KEY = 'bench-operator-key';
const MERCHANTS = 20;
const IDLE_SECONDS = 30;

/** How many payments a worker settles in a second, on each store of queues, and what an idle one costs. */
export async function benchSettlements(database, { settlements }) {
  console.log(`\nSettlement of ${settlements} paid challenges of ${MERCHANTS} merchants, one worker`);
  await measure(database, 'settlements_pg', 'PostgreSQL', {}, settlements);
  const redis = await startRedis();
  if (redis === null) return console.log('  queues on Redis: left out, no redis-server on this machine');
  try {
    await measure(database, 'settlements_redis', 'Redis', { REDIS_URL: redis.url }, settlements);
  } finally {
    await redis.stop();
  }
}

async function measure(database, name, store, more, settlements) {
  const instance = await database.instance(name);
  const variables = { ...instance.variables, ADMIN_API_KEY: OPERATOR_KEY, RATE_LIMIT_ADMIN: '0', ...more };
  const api = await startScript('servers/api.mjs', { variables }, 0);
  const load = await startScript('load.mjs', {}, 1);
  const merchants = await makeMerchants(api.port, OPERATOR_KEY, MERCHANTS);
  const file = database.writeBodies(name, [{ resource: '/weather', priceSats: 100 }]);
  await load.ask({ file, path: '/api/l402/challenges', apiKeys: merchants.map(({ testKey }) => testKey) });
  const settings = { port: api.port, connections: 32, seconds: 600, count: settlements };
  await load.ask({ ...settings, expect: '{"invoice":"lnbcrt' });
  await api.stop();
  await load.stop();
  await instance.pool.query(`UPDATE sandbox_invoice SET state = 'paid', paid_at = now(), settled_at = now()`);
  const startedAt = performance.now();
  const worker = await startScript('servers/worker.mjs', { variables }, 0);
  const settled = async () =>
    (await instance.pool.query('SELECT count(*)::int AS n FROM challenge WHERE settled_at IS NOT NULL'))
      .rows[0].n;
  while ((await settled()) < settlements) await pause(50);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `  queues on ${store}: ${Math.round(settlements / seconds)} a second, the start of the worker included`,
  );
  await pause(3_000);
  const [before, databaseBefore] = [
    await worker.ask({ usage: true }),
    databaseCpuSeconds(database.postmasterPid),
  ];
  await pause(IDLE_SECONDS * 1000);
  const [after, databaseAfter] = [
    await worker.ask({ usage: true }),
    databaseCpuSeconds(database.postmasterPid),
  ];
  const cpu = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1e6;
  const share = (used) => `${((used / IDLE_SECONDS) * 100).toFixed(2)} %`;
  console.log(
    `  idle worker, ${store}: ${share(cpu)} of a processor in Node, ${share(databaseAfter - databaseBefore)} in PostgreSQL`,
  );
  await worker.stop();
  await instance.pool.end();
}

async function startRedis() {
  if (spawnSync('redis-server', ['--version']).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'turnpike-bench-redis-'));
  const port = await freePort();
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) =>
    server.stdout.on('data', (chunk) => /Ready to accept/.test(String(chunk)) && resolve()),
  );
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

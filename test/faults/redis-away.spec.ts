import { setTimeout as pause } from 'node:timers/promises';

import { QUEUES, RedisQueueBackend } from '@turnpike/queues';
import { RedisConnections } from '@turnpike/redis';

import { SCHEDULES } from '../../apps/worker/src/schedules.js';
import { type BuiltProcess } from '../support/built-process.js';
import { millisLetIn, rememberedKey, revoke } from '../support/key-revocation.js';
import { MintLoad } from '../support/mint-load.js';
import { RedisServer, redisServerBinary, titleWithRedis } from '../support/redis-server.js';
import { type PaidChallenge, TwoNodes } from '../support/two-nodes.js';
import { VerifyLoad } from '../support/verify-load.js';
import { startWorkerProcess } from '../support/worker-process.js';

const READS = 20;
const REVOKED_MILLIS_MAX = 2_000;
const onRedis = redisServerBinary === null ? describe.skip : describe;

onRedis(titleWithRedis('two processes and a worker on Redis'), () => {
  let redis: RedisServer;
  let two: TwoNodes;
  let worker: BuiltProcess;
  let challenges: { readonly plain: PaidChallenge[]; readonly named: PaidChallenge[] };

  beforeAll(async () => {
    redis = await RedisServer.start();
    two = await TwoNodes.start({ REDIS_URL: redis.url, RATE_LIMIT_READ: String(READS) });
    worker = startWorkerProcess(two.variables);
    const make = (): Promise<PaidChallenge[]> =>
      Promise.all(Array.from({ length: 4 }, (_, i) => two.paid(i % 2 === 0 ? { maxUses: 100_000 } : {}, i)));
    challenges = { plain: await make(), named: await make() };
  }, 60_000);

  afterAll(async () => {
    await worker.stop();
    await two.stop();
    await redis.remove();
  });

  /** Loads that nothing may disturb. */
  function startLoads(): { verifies: VerifyLoad; mints: MintLoad } {
    return {
      verifies: VerifyLoad.start(two, challenges, { plain: 8, named: 2 }),
      mints: MintLoad.start(two, 2),
    };
  }

  async function expectUndisturbed({ verifies, mints }: ReturnType<typeof startLoads>): Promise<void> {
    await Promise.all([verifies.stop(), mints.stop()]);
    const { lost, unavailable, unexpected } = verifies;
    expect({ lost, unavailable, unexpected }).toEqual({ lost: 0, unavailable: 0, unexpected: [] });
    expect([...mints.answers.keys()]).toEqual(['200']);
  }

  async function health(): Promise<unknown> {
    const { status, body } = await two.node(0).get('/health');
    return [status, body['status'], (body['checks'] as Record<string, string>)['redis']];
  }

  async function untilHealth(word: string): Promise<void> {
    while (((await health()) as string[])[1] !== word);
  }

  it('count calls together: the two admit as many a minute as one would', async () => {
    const windows = new Map<number, { calls: number; admitted: number }>();
    for (let call = 0; call < 2 * READS; call += 1) {
      const { status, headers } = await two.node(call).get('/api/l402/challenges', two.key);
      const minute = Math.floor(Number(headers.get('x-ratelimit-reset')) / 60);
      const window = windows.get(minute) ?? { calls: 0, admitted: 0 };
      windows.set(minute, {
        calls: window.calls + 1,
        admitted: window.admitted + (status === 200 ? 1 : 0),
      });
    }
    for (const { calls, admitted } of windows.values()) expect(admitted).toBe(Math.min(calls, READS));
  });

  it('refuse a key within two seconds after the other revoked it', async () => {
    const { id, key } = await rememberedKey(two);
    await revoke(two, id);
    expect(await millisLetIn(two, key)).toBeLessThan(REVOKED_MILLIS_MAX);
  });

  it('go on minting and verifying while Redis is away, and say that they are degraded', async () => {
    const loads = startLoads();
    await loads.verifies.untilAdmitted(100);
    await redis.stop();
    await loads.verifies.untilAdmitted(100);
    await untilHealth('degraded');
    expect(await health()).toEqual([200, 'degraded', 'down']);
    const paidMeanwhile = await two.paid();

    const { id, key } = await rememberedKey(two);
    await revoke(two, id);
    expect(await millisLetIn(two, key)).toBeLessThan(REVOKED_MILLIS_MAX);

    await redis.resume();
    await untilHealth('ok');
    await loads.verifies.untilAdmitted(100);
    await expectUndisturbed(loads);
    await two.untilSettled(paidMeanwhile.paymentHash);
    await two.untilSettled((await two.paid()).paymentHash);
  }, 60_000);

  it('go on minting and verifying while Redis hangs', async () => {
    const loads = startLoads();
    redis.freeze();
    await untilHealth('degraded');
    await loads.verifies.untilAdmitted(200);
    redis.thaw();
    await untilHealth('ok');
    await expectUndisturbed(loads);
  }, 60_000);

  it('lose nothing when Redis is emptied: what was paid settles, and the schedules come back', async () => {
    const connections = new RedisConnections(redis.url, { lost: () => undefined, back: () => undefined });
    const paid = await Promise.all(
      Array.from({ length: 10 }, (_, i) => two.paid({}, i, { settleDelaySeconds: i % 3 })),
    );
    const loads = startLoads();
    await loads.verifies.untilAdmitted(50);
    await connections.for('worker').flushall();
    await loads.verifies.untilAdmitted(50);
    await expectUndisturbed(loads);
    await Promise.all(paid.map(({ paymentHash }) => two.untilSettled(paymentHash)));
    const backend = new RedisQueueBackend(connections, { trouble: () => undefined });
    const schedules = async (): Promise<string[]> => {
      const queues = await Promise.all(Object.values(QUEUES).map((name) => backend.openQueue(name)));
      return (await Promise.all(queues.map((queue) => queue.scheduled()))).flat().sort();
    };
    const all = SCHEDULES.map(({ job }) => job.name).sort();
    while ((await schedules().catch(() => [])).length < all.length) await pause(20);
    expect(await schedules()).toEqual(all);
    await connections.close();
  }, 60_000);
});

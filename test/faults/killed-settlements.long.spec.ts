import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { RedisConnections } from '@turnpike/redis';

import { LdkNode } from '../support/emulators/ldk-node.js';
import { EMULATED_KINDS } from '../support/emulators/start-emulator.js';
import { Closers } from '../support/lightning/closers.js';
import { apiVariables } from '../support/listening-api.js';
import { Chance } from '../support/market/chance.js';
import { MortalProcesses } from '../support/market/mortal-processes.js';
import { Sales, type Sale } from '../support/market/sales.js';
import { SalesBooks } from '../support/market/sales-books.js';
import { Stalls, type Stall } from '../support/market/stalls.js';
import { RedisServer, redisServerBinary, titleWithRedis } from '../support/redis-server.js';
import { createTestDatabase } from '../support/test-database.js';

const WALLETS_PER_KIND = 6;
/** With SOAK=1 for as long as it takes, else for as long as everybody's run of all tests may take. */
const SALES =
  process.env['SOAK'] === '1'
    ? { paid: 2_000, overChannel: 200, unpaid: 180, spanMillis: 30_000 }
    : { paid: 720, overChannel: 72, unpaid: 72, spanMillis: 20_000 };
const PACE = { spanMillis: SALES.spanMillis, payMillisMax: 5_000 };
/** How often an API and a worker is killed at least. */
const KILLS_MIN = 3;
const DEADLINE_MILLIS = 400_000;
/** The kinds whose wallets tell of payments by themselves, here. */
const STREAMING = ['lnd', 'nwc', 'cln', 'eclair', 'phoenixd'];
const onRedis = redisServerBinary === null ? describe.skip : describe;

/** Every ninth sale is over the channel, where a payment takes a hundred times as long as in an emulator's books. */
function salesOf(stalls: readonly Stall[], name: string, count: number, isPaid: boolean): Sale[] {
  const real = stalls.filter(({ node }) => node instanceof LdkNode);
  const booked = stalls.filter(({ node }) => !(node instanceof LdkNode));
  return Array.from({ length: count }, (_, n) => {
    const [among, turn] = n % 9 === 0 ? [real, n / 9] : [booked, n - Math.ceil(n / 9)];
    return { name: `${name}-${String(n)}`, stall: among[turn % among.length] as Stall, isPaid };
  });
}

/** What has to be on record for these sales: one challenge each, and one settlement each of those that were paid. */
function expected(sales: readonly Sale[], handedOut: ReadonlyMap<string, string>): unknown[] {
  return sales
    .map(({ name, isPaid }) => {
      const told = isPaid ? 1 : 0;
      const paymentHash = handedOut.get(name);
      return { name, paymentHash, isSettled: isPaid, isOver: isPaid, settledEvents: told, paidEvents: told };
    })
    .sort(byName);
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

/**
 * Sells in every kind of wallet while processes are killed; then, with all left alone, once more in every wallet, so that
 * nothing that the dead held stands in the way. `empty` is done when half is paid.
 */
async function expectNothingLost(
  variables: Record<string, string>,
  empty: () => Promise<void>,
  chance: Chance,
): Promise<void> {
  const closers = new Closers();
  try {
    const database = await createTestDatabase();
    closers.add(() => database.drop());
    const stalls = await Stalls.open({ walletsPerKind: WALLETS_PER_KIND, hasChannel: true });
    closers.add(() => stalls.close());
    const books = new SalesBooks(database.url);
    closers.add(() => books.close());
    const processes = await MortalProcesses.start(
      apiVariables(database.url, { ...stalls.variables, ...variables }),
    );
    closers.add(async () => {
      await processes.stop();
    });
    const api = processes.api(0);
    if (api === null) throw new Error('there is no API');
    const all = await stalls.connect(api);

    const deadline = AbortSignal.timeout(DEADLINE_MILLIS);
    setMaxListeners(0, deadline);
    const sales = new Sales(processes, deadline);
    const paid = salesOf(all, 'paid', SALES.paid, true);
    const unpaid = salesOf(all, 'unpaid', SALES.unpaid, false);
    expect(paid.filter(({ stall }) => stall.node instanceof LdkNode).length).toBeGreaterThanOrEqual(
      SALES.overChannel,
    );
    let isOver = false;
    const { kills } = processes;
    const isDone = (): boolean => isOver && Math.min(kills.api, kills.worker) >= KILLS_MIN;
    const killing = processes.killUntil(() => isDone() || deadline.aborted, chance);
    const emptying = (async () => {
      while (sales.paid < SALES.paid / 2) await pause(100, undefined, { signal: deadline });
      await empty();
    })();
    await Promise.all([sales.make([...paid, ...unpaid], chance, PACE), emptying]).finally(() => {
      isOver = true;
      return killing;
    });
    expect(Math.min(kills.api, kills.worker)).toBeGreaterThanOrEqual(KILLS_MIN);
    await books.untilOver(SALES.paid, deadline);
    await books.untilHeld(STREAMING, processes.lastKillAt, deadline);

    const last = all.map((stall, n): Sale => ({ name: `last-${String(n)}`, stall, isPaid: true }));
    await sales.make(last, chance, { spanMillis: 2_000, payMillisMax: 1_000 });
    await books.untilOver(SALES.paid + last.length, deadline);
    expect([...(await books.all())].sort(byName)).toEqual(
      expected([...paid, ...unpaid, ...last], sales.handedOut),
    );
    expect(processes.ended).toEqual([]);
    expect(await processes.stop()).toEqual([0, 0, 0, 0]);
  } finally {
    await closers.close();
  }
}

const TITLE = `of ${String(SALES.paid)} payments into ${String(EMULATED_KINDS.length)} kinds of wallets none is lost and none told twice`;

describe('processes killed while they sell and settle, with queues in PostgreSQL', () => {
  it(
    TITLE,
    async () => {
      const chance = Chance.ofThisRun();
      await chance.telling(() => expectNothingLost({}, () => Promise.resolve(), chance));
    },
    480_000,
  );
});

onRedis(titleWithRedis('processes killed while they sell and settle, with queues in Redis'), () => {
  it(`${TITLE}, although Redis is emptied meanwhile`, async () => {
    const redis = await RedisServer.start();
    const connections = new RedisConnections(redis.url, { lost: () => undefined, back: () => undefined });
    try {
      const empty = async (): Promise<void> => {
        await connections.for('worker').flushall();
      };
      const chance = Chance.ofThisRun();
      await chance.telling(() => expectNothingLost({ REDIS_URL: redis.url }, empty, chance));
    } finally {
      await connections.close();
      await redis.remove();
    }
  }, 480_000);
});

import { type BuiltProcess } from '../support/built-process.js';
import { HeldTable } from '../support/held-table.js';
import { MintLoad } from '../support/mint-load.js';
import { OwnPostgres } from '../support/own-postgres.js';
import { type PaidChallenge, TwoNodes } from '../support/two-nodes.js';
import { VerifyLoad } from '../support/verify-load.js';
import { startWorkerProcess } from '../support/worker-process.js';

let postgres: OwnPostgres;
let two: TwoNodes;
let worker: BuiltProcess;

beforeAll(async () => {
  postgres = await OwnPostgres.start();
  two = await TwoNodes.start({}, postgres);
  worker = startWorkerProcess(two.variables);
}, 60_000);

afterAll(async () => {
  await worker.stop();
  await two.stop();
});

async function challenges(): Promise<{ plain: PaidChallenge[]; named: PaidChallenge[] }> {
  const make = (count: number): Promise<PaidChallenge[]> =>
    Promise.all(
      Array.from({ length: count }, (_, i) => two.paid(i % 3 === 0 ? { maxUses: 100_000 } : {}, i)),
    );
  return { plain: await make(8), named: await make(4) };
}

/** Counted uses beside admitted ones, by payment hash. */
async function books(load: VerifyLoad, of: readonly PaidChallenge[]) {
  return Promise.all(
    of.map(async ({ paymentHash }) => ({
      counted: await two.countedUses(paymentHash),
      admitted: load.admitted.get(paymentHash) ?? 0,
    })),
  );
}

async function isReady(onNode: number): Promise<number> {
  return (await two.node(onNode).get('/health/ready')).status;
}

describe('while PostgreSQL is away', () => {
  it('refuses', async () => {
    const { plain, named } = await challenges();
    const paidBefore = await two.paid({}, 0, { settleDelaySeconds: 2 });
    const load = VerifyLoad.start(two, { plain, named }, { plain: 16, named: 4 });
    const mints = MintLoad.start(two, 4);
    await load.untilAdmitted(300);
    const t0 = performance.now();
    await postgres.stop();
    console.log('stopped', performance.now() - t0);
    const refusedBefore = load.unavailable;
    await load.until(() => load.unavailable > refusedBefore + 1000);
    console.log('1000 refused', performance.now() - t0, await isReady(0), await isReady(1));
    await postgres.resume();
    console.log('resumed', performance.now() - t0);
    await load.untilAdmitted(1);
    console.log('admitted', performance.now() - t0, await isReady(0));
    await load.untilAdmitted(500);
    await load.stop();
    await mints.stop();
    console.log(mints.answers, mints.withoutRetryAfter, mints.slowestMillis);
    console.log(
      load.unavailable,
      load.withoutRetryAfter,
      load.lost,
      load.unexpected.length,
      load.slowestMillis,
    );
    console.log(await books(load, plain), await books(load, named));
    await two.untilSettled(paidBefore.paymentHash);
    console.log('settled', performance.now() - t0);
    const again = await two.paid({}, 0);
    await two.untilSettled(again.paymentHash);
    console.log('settled', performance.now() - t0);
  }, 120_000);
});
void HeldTable;

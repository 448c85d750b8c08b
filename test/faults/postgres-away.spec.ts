import { limits } from '@turnpike/config';
import { newApiKey } from '@turnpike/secrets';

import { type BuiltProcess } from '../support/built-process.js';
import { MintLoad } from '../support/mint-load.js';
import { OwnPostgres } from '../support/own-postgres.js';
import { type PaidChallenge, TwoNodes } from '../support/two-nodes.js';
import { VerifyLoad } from '../support/verify-load.js';
import { startWorkerProcess } from '../support/worker-process.js';

const unknownKey = newApiKey('test').key;
let postgres: OwnPostgres;
let two: TwoNodes;
let worker: BuiltProcess;
let challenges: { readonly plain: PaidChallenge[]; readonly named: PaidChallenge[] };

beforeAll(async () => {
  postgres = await OwnPostgres.start();
  two = await TwoNodes.start({}, postgres);
  worker = startWorkerProcess(two.variables);
  const make = (count: number): Promise<PaidChallenge[]> =>
    Promise.all(
      Array.from({ length: count }, (_, i) => two.paid(i % 2 === 0 ? { maxUses: 100_000 } : {}, i)),
    );
  challenges = { plain: await make(8), named: await make(4) };
}, 60_000);

afterAll(async () => {
  await worker.stop();
  await two.stop();
});

/** Status, error and whether the caller is told when to come back. */
async function answered(call: Promise<{ status: number; headers: Headers; body: Record<string, unknown> }>) {
  const { status, headers, body } = await call;
  return [status, body['error'] ?? body['status'], headers.has('retry-after')];
}

const mint = (key = two.key) =>
  answered(two.node(0).post('/api/l402/challenges', key, { resource: '/r', priceSats: 5 }));
const health = (path: string) => answered(two.node(0).get(path));

/** What both loads must have seen, whatever happened meanwhile. */
async function expectSoundBooks(load: VerifyLoad, mints: MintLoad): Promise<void> {
  expect([load.unexpected, load.lost, load.withoutRetryAfter]).toEqual([[], 0, 0]);
  for (const { paymentHash } of challenges.plain) {
    expect(load.admitted.get(paymentHash) ?? 0).toBeLessThanOrEqual(await two.countedUses(paymentHash));
  }
  const kinds = ['200', '409 idempotency_in_progress', '503 service_unavailable', '503 wallet_unavailable'];
  expect([...mints.answers.keys()].filter((kind) => !kinds.includes(kind))).toEqual([]);
  expect(mints.withoutRetryAfter).toBe(0);
  expect(await recorded(mints)).toEqual([...mints.handedOut].sort());
}

/** The challenges on record for the keys of a load, which are one for each key. */
async function recorded(mints: MintLoad): Promise<string[][]> {
  const { rows } = await two.pool.query<{ key: string; hash: string }>({
    text: `SELECT idempotency_key AS key, encode(payment_hash, 'hex') AS hash FROM challenge
      WHERE idempotency_key = ANY ($1) ORDER BY 1`,
    values: [[...mints.handedOut.keys()]],
  });
  return rows.map(({ key, hash }) => [key, hash]);
}

/** Named calls are repeated until they are answered, so each of them is one use, no more and no less. */
async function namedUses(): Promise<number> {
  const uses = challenges.named.map(({ paymentHash }) => two.countedUses(paymentHash));
  return (await Promise.all(uses)).reduce((sum, each) => sum + each, 0);
}

function namedAdmitted(load: VerifyLoad): number {
  return challenges.named.reduce((sum, { paymentHash }) => sum + (load.admitted.get(paymentHash) ?? 0), 0);
}

/** Gives free what mints hold that could not do so themselves, as their leases would some seconds later. */
async function endLeases(): Promise<void> {
  await two.pool.query({ text: 'UPDATE idempotency_key SET lease_until = now() WHERE lease_until > now()' });
}

describe('PostgreSQL stopped under load', () => {
  let load: VerifyLoad;
  let mints: MintLoad;
  let paidBefore: PaidChallenge;
  let usesBefore: number;

  beforeAll(async () => {
    paidBefore = await two.paid({}, 0, { settleDelaySeconds: 1 });
    usesBefore = await namedUses();
    load = VerifyLoad.start(two, challenges, { plain: 12, named: 4 });
    mints = MintLoad.start(two, 2);
    await load.untilAdmitted(200);
    await postgres.stop();
  }, 30_000);

  it('lets verify and mint answer 503 with Retry-After, again and again without piling up', async () => {
    await load.until(() => load.unavailable >= 500);
    const verdict = await answered(two.verify(0, challenges.plain[0]!));
    expect(verdict).toEqual([503, 'service_unavailable', true]);
    expect(await mint()).toEqual([503, 'service_unavailable', true]);
  });

  it('makes nobody a stranger: a key that cannot be checked is answered 503, what is no key 401', async () => {
    expect(await mint(unknownKey)).toEqual([503, 'service_unavailable', true]);
    expect(await mint('tp_test_nonsense')).toEqual([401, 'invalid_api_key', false]);
  });

  it('shows: alive, not ready', async () => {
    while ((await health('/health/ready'))[0] !== 503);
    expect(await health('/health/ready')).toEqual([503, 'down', true]);
    expect(await health('/health')).toEqual([503, 'down', true]);
    expect(await health('/health/live')).toEqual([200, 'ok', false]);
  });

  it('is over when it is back, without a restart, and nothing was admitted or handed out that is not on record', async () => {
    await postgres.resume();
    await load.untilAdmitted(200);
    while ((await health('/health/ready'))[0] !== 200);
    expect((await mint())[0]).toBe(200);
    expect(await mint(unknownKey)).toEqual([401, 'invalid_api_key', false]);
    await endLeases();
    await Promise.all([load.stop(), mints.stop()]);
    await expectSoundBooks(load, mints);
    expect((await namedUses()) - usesBefore).toBe(namedAdmitted(load));
    expect(load.slowestMillis).toBeLessThan(limits.databaseStatementMillis);
    expect(mints.slowestMillis).toBeLessThan(limits.idempotencyWaitMillis + limits.mintDeadlineMillis);
  }, 60_000);

  it('leaves the worker at work: what was paid before and after settles', async () => {
    await two.untilSettled(paidBefore.paymentHash);
    await two.untilSettled((await two.paid()).paymentHash);
  }, 60_000);
});

describe('PostgreSQL ending all connections under load, as a whole or by a crash', () => {
  it('loses nothing that was admitted, counts no named call twice, and is noticed by the worker only for a moment', async () => {
    const usesBefore = await namedUses();
    const load = VerifyLoad.start(two, challenges, { plain: 12, named: 4 });
    const mints = MintLoad.start(two, 2);
    for (const strike of ['cut', 'cut', 'crash', 'cut', 'crash']) {
      await load.untilAdmitted(100);
      await (strike === 'cut' ? postgres.cutConnections() : postgres.crash());
    }
    await load.untilAdmitted(100);
    await endLeases();
    await Promise.all([load.stop(), mints.stop()]);
    await expectSoundBooks(load, mints);
    expect((await namedUses()) - usesBefore).toBe(namedAdmitted(load));
    expect(load.unavailable).toBeGreaterThan(0);
    await two.untilSettled((await two.paid()).paymentHash);
  }, 90_000);
});

import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { HeldRows } from '../support/held-rows.js';
import { HeldTable } from '../support/held-table.js';
import { type PaidChallenge, TwoNodes } from '../support/two-nodes.js';
import { VerifyLoad } from '../support/verify-load.js';
import { startWorkerProcess } from '../support/worker-process.js';

const CALLS = 40;
const SHUTDOWN_SECONDS = 10;
let two: TwoNodes;

beforeAll(async () => {
  two = await TwoNodes.start({ SHUTDOWN_SECONDS: String(SHUTDOWN_SECONDS) });
}, 60_000);

afterAll(() => two.stop());

/** A call to verify on a connection of its own; `sent` resolves when the whole request is on its way. */
function verifyOnce(baseUrl: string, { macaroon, preimage }: PaidChallenge) {
  let isSent: () => void = () => undefined;
  const sent = new Promise<void>((resolve) => (isSent = resolve));
  const answer = new Promise<{ status: number; body: string }>((resolve, reject) => {
    const call = request(`${baseUrl}/api/l402/challenges/verify`, {
      method: 'POST',
      agent: new Agent({ keepAlive: false }),
      headers: { 'x-api-key': two.key, 'content-type': 'application/json' },
    });
    call.once('error', reject);
    call.once('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.once('error', reject);
    });
    call.end(JSON.stringify({ macaroon, preimage }), isSent);
  });
  return { sent, answer };
}

/** Resolves when nobody can connect any more. */
async function untilRefusing(baseUrl: string): Promise<void> {
  for (;;) {
    try {
      await fetch(`${baseUrl}/health/live`, { headers: { connection: 'close' } });
    } catch {
      return;
    }
  }
}

/** The exit code, and that it came in time. */
async function stopped(
  stop: () => Promise<number | null>,
): Promise<{ code: number | null; inTime: boolean }> {
  const started = performance.now();
  const code = await stop();
  return { code, inTime: performance.now() - started < SHUTDOWN_SECONDS * 1000 };
}

describe('an API asked to stop', () => {
  it('answers every call that it has, and counts exactly those that it admits', async () => {
    const challenges = await Promise.all(
      Array.from({ length: 4 }, (_, n) => two.paid(n % 2 === 0 ? { maxUses: 1_000 } : {}, 1)),
    );
    const { baseUrl } = two.node(0);
    // Every call stands still in the middle, so that all are under way when the signal comes.
    const table = await HeldTable.hold(two.database.url, 'challenge_ledger');
    const calls = Array.from({ length: CALLS }, (_, n) => verifyOnce(baseUrl, challenges[n % 4]!));
    await Promise.all(calls.map(({ sent }) => sent));
    // What was sent before them has been read when these have been answered.
    for (let n = 0; n < 3; n += 1)
      await fetch(`${baseUrl}/health/live`, { headers: { connection: 'close' } });
    await table.untilWaiting();
    const stopping = stopped(() => two.node(0).stop());
    await untilRefusing(baseUrl);
    await table.release();
    const answers = await Promise.all(calls.map(({ answer }) => answer));
    expect(answers.filter(({ status, body }) => status !== 200 || !body.includes('"valid":true'))).toEqual(
      [],
    );
    expect(await stopping).toEqual({ code: 0, inTime: true });
    const counted = await Promise.all(challenges.map(({ paymentHash }) => two.countedUses(paymentHash)));
    expect(counted).toEqual(Array.from({ length: 4 }, () => CALLS / 4));
    await two.restart(0);
  }, 60_000);

  it('under load ends in time, having counted what it admitted', async () => {
    const make = () => Promise.all(Array.from({ length: 4 }, (_, n) => two.paid({}, n)));
    const [plain, named] = [await make(), await make()];
    const load = VerifyLoad.start(two, { plain, named }, { plain: 12, named: 4 });
    await load.untilAdmitted(200);
    expect(await stopped(() => two.node(0).stop())).toEqual({ code: 0, inTime: true });
    await load.untilAdmitted(100);
    await two.restart(0);
    await load.stop();
    expect([load.unexpected, load.withoutRetryAfter]).toEqual([[], 0]);
    // A call that found nobody to connect to is lost; one that was taken is not.
    for (const { paymentHash } of [...plain, ...named]) {
      expect(await two.countedUses(paymentHash)).toBe(load.admitted.get(paymentHash) ?? 0);
    }
  }, 60_000);
});

describe('a worker asked to stop', () => {
  it('finishes what it has begun', async () => {
    const { paymentHash } = await two.paid({}, 0);
    const { rows } = await two.pool.query<{ key: string }>({
      text: `SELECT key FROM challenge WHERE payment_hash = decode($1, 'hex')`,
      values: [paymentHash],
    });
    const held = await HeldRows.hold(
      two.database.url,
      rows.map(({ key }) => key),
    );
    const worker = startWorkerProcess({ ...two.variables, SHUTDOWN_SECONDS: String(SHUTDOWN_SECONDS) });
    await held.untilWaiting(1);
    const stopping = stopped(() => worker.stop());
    // Long enough for one that did not wait to be gone.
    await Promise.race([stopping, pause(1_000)]);
    await held.release();
    expect(await stopping).toEqual({ code: 0, inTime: true });
    expect(await two.settlement(paymentHash)).toBe(1);
    const { rowCount } = await two.pool.query({
      text: `SELECT 1 FROM challenge_watch WHERE key = $1 AND ended_at IS NOT NULL`,
      values: [rows[0]?.key],
    });
    expect(rowCount).toBe(1);
  }, 60_000);
});

import { setTimeout as pause } from 'node:timers/promises';

import { limits } from '@turnpike/config';

import { type ProcessReply } from '../support/api-process.js';
import { HeldTable } from '../support/held-table.js';
import { TwoNodes } from '../support/two-nodes.js';

const LEASE_MILLIS = limits.idempotencyLeaseSeconds * 1000;
/** How much later than the lease's end a caller may learn of it who asks again and again. */
const SLACK_MILLIS = 3_000;
/** A caller who names his call and its payer, both by one name. */
const call = (name: string) => [{ resource: '/killed', payer: name }, { 'x-idempotency-key': name }] as const;

let two: TwoNodes;

beforeAll(async () => {
  two = await TwoNodes.start();
}, 60_000);

afterAll(() => two.stop());

async function count(from: string): Promise<number> {
  const { rows } = await two.pool.query<{ n: number }>({ text: `SELECT count(*)::int4 AS n FROM ${from}` });
  return rows[0]?.n ?? 0;
}

/** Has the first node mint and stand still with the invoice made and nothing recorded, then kills it. */
async function killedInTheMiddle(
  name: string,
  meanwhile: () => void = () => undefined,
): Promise<{ readonly table: HeldTable; readonly answer: ProcessReply | null }> {
  const table = await HeldTable.hold(two.database.url, 'outbox');
  const minting = two.mint(0, ...call(name)).catch(() => null);
  await table.untilWaiting();
  meanwhile();
  await two.node(0).kill();
  return { table, answer: await minting };
}

/** Asks until a challenge is handed out; gives it and what was answered before. */
async function untilMinted(name: string): Promise<{ reply: ProcessReply; before: [number, unknown][] }> {
  const before: [number, unknown][] = [];
  for (;;) {
    const reply = await two.mint(1, ...call(name));
    if (reply.status === 200) return { reply, before };
    before.push([reply.status, reply.body['error']]);
    expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
    await pause(200);
  }
}

async function expectOnlyRecord(name: string, { body }: ProcessReply): Promise<void> {
  const { rows } = await two.pool.query<{ hash: string }>({
    text: `SELECT encode(payment_hash, 'hex') AS hash FROM challenge WHERE idempotency_key = $1`,
    values: [name],
  });
  expect(rows).toEqual([{ hash: body['paymentHash'] }]);
}

describe('a process killed in the middle of minting', () => {
  it('lets the other, who waits under the same key, answer 409 and then, by the end of the lease, a challenge', async () => {
    const name = 'two callers';
    let waiting: Promise<ProcessReply> | null = null;
    const killedAt = performance.now();
    const { table, answer } = await killedInTheMiddle(name, () => {
      waiting = two.mint(1, ...call(name));
    });
    await table.dropWaiting();
    await table.release();
    expect(answer).toBeNull();
    const second = await (waiting as Promise<ProcessReply> | null);
    expect([second?.status, second?.body['error']]).toEqual([409, 'idempotency_in_progress']);
    const { reply, before } = await untilMinted(name);
    expect(performance.now() - killedAt).toBeLessThan(LEASE_MILLIS + SLACK_MILLIS);
    for (const each of before) expect(each).toEqual([409, 'idempotency_in_progress']);
    await expectOnlyRecord(name, reply);
    await two.restart(0);
  }, 60_000);

  it('leaves an invoice that nobody saw, and holds key and payer no longer than the lease', async () => {
    const name = 'one caller';
    const [invoices, challenges] = [await count('sandbox_invoice'), await count('challenge')];
    const killedAt = performance.now();
    const { table, answer } = await killedInTheMiddle(name);
    await table.dropWaiting();
    await table.release();
    expect(answer).toBeNull();
    expect([await count('sandbox_invoice'), await count('challenge')]).toEqual([invoices + 1, challenges]);
    expect((await two.mint(1, ...call('another'))).status).toBe(200);

    const { reply } = await untilMinted(name);
    expect(performance.now() - killedAt).toBeLessThan(LEASE_MILLIS + SLACK_MILLIS);
    await expectOnlyRecord(name, reply);
    expect(await count('idempotency_key WHERE challenge_key IS NULL')).toBe(0);
    const unseen =
      'sandbox_invoice s WHERE NOT EXISTS (SELECT 1 FROM challenge c WHERE c.payment_hash = s.payment_hash)';
    expect(await count(unseen)).toBeGreaterThan(0);
    await two.restart(0);
  }, 60_000);

  it('whose record was written after all: who comes next is handed that challenge, and no other is made', async () => {
    const name = 'written after all';
    const invoices = await count('sandbox_invoice');
    const { table, answer } = await killedInTheMiddle(name);
    await table.release();
    expect(answer).toBeNull();
    const { reply } = await untilMinted(name);
    expect(reply.headers.get('x-idempotency-replayed')).toBe('true');
    await expectOnlyRecord(name, reply);
    expect(await count('sandbox_invoice')).toBe(invoices + 1);
    await two.restart(0);
  }, 60_000);
});

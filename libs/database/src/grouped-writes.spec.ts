import { limits } from '@turnpike/config';
import { isDatabaseUnavailable } from './database-error.js';
import { GroupedWrites } from './grouped-writes.js';

/** Refused by the server: nothing was committed. */
const refused = Object.assign(new Error('duplicate key'), { code: '23505' });
const lost = Object.assign(new Error('Connection terminated'), { code: '08006' });

function harness(fails: (rows: readonly number[]) => Error | null = () => null) {
  const batches: number[][] = [];
  const writes = new GroupedWrites<number, number>((rows) => {
    batches.push([...rows]);
    const error = fails(rows);
    return error ? Promise.reject(error) : Promise.resolve(rows.map((row) => row * 10));
  });
  return { batches, writes };
}

describe('grouped writes', () => {
  it('write what comes together with one statement and answer each for his own', async () => {
    const { batches, writes } = harness();
    expect(await Promise.all([1, 2, 3].map((row) => writes.add(row)))).toEqual([10, 20, 30]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('write each by itself when the server refuses one, and only that one fails', async () => {
    const { batches, writes } = harness((rows) => (rows.includes(2) ? refused : null));
    const outcomes = await Promise.allSettled([1, 2, 3].map((row) => writes.add(row)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('try nothing again when nobody knows whether it was written', async () => {
    const { batches, writes } = harness(() => lost);
    const outcomes = await Promise.allSettled([1, 2].map((row) => writes.add(row)));
    expect(outcomes).toEqual([
      { status: 'rejected', reason: lost },
      { status: 'rejected', reason: lost },
    ]);
    expect(batches).toEqual([[1, 2]]);
  });

  it('go on after a failure', async () => {
    let failures = 1;
    const { writes } = harness(() => (failures-- > 0 ? lost : null));
    await expect(writes.add(1)).rejects.toBe(lost);
    await expect(writes.add(2)).resolves.toBe(20);
  });
});

describe('grouped writes to a database that does not answer', () => {
  function hanging() {
    const batches: number[][] = [];
    const answers: (() => void)[] = [];
    const writes = new GroupedWrites<number, number>((rows) => {
      batches.push([...rows]);
      return new Promise((resolve) => answers.push(() => resolve(rows)));
    });
    return { batches, writes, answer: () => answers.shift()?.() };
  }

  const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

  it('refuse what comes when as many wait as may, and count on when they are answered', async () => {
    const { writes, answer } = hanging();
    const all = Array.from({ length: limits.groupedWritesWaitingMax }, (_, row) => writes.add(row));
    const error: unknown = await writes.add(-1).catch((thrown: unknown) => thrown);
    expect(isDatabaseUnavailable(error)).toBe(true);
    for (let n = 0; n < limits.groupedWritesWaitingMax / limits.groupedWritesMax; n += 1) {
      await turn();
      answer();
    }
    await Promise.all(all);
    const next = writes.add(7);
    await turn();
    answer();
    expect(await next).toBe(7);
  });

  it('do not send a row whose caller has gone, and tell him that it was not', async () => {
    const { batches, writes, answer } = hanging();
    const first = writes.add(1);
    await turn();
    let isWanted = true;
    const late = writes.add(2, () => isWanted).catch((thrown: unknown) => thrown);
    const third = writes.add(3);
    isWanted = false;
    answer();
    await first;
    await turn();
    answer();
    expect(await third).toBe(3);
    expect(isDatabaseUnavailable(await late)).toBe(true);
    expect(batches).toEqual([[1], [3]]);
  });
});

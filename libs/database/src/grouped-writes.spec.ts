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

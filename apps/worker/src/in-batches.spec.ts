import { inBatches } from './in-batches.js';

const never = new AbortController().signal;

describe('work in batches', () => {
  it('goes on until nothing is left, and adds up', async () => {
    const left = [3, 2, 1, 0, 9];
    expect(await inBatches(() => Promise.resolve(left.shift() ?? 0), 100, never)).toBe(6);
    expect(left).toEqual([9]);
  });

  it('ends after so many batches even if there is more', async () => {
    expect(await inBatches(() => Promise.resolve(1), 4, never)).toBe(4);
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const batch = (): Promise<number> => {
      controller.abort();
      return Promise.resolve(1);
    };
    expect(await inBatches(batch, 100, controller.signal)).toBe(1);
  });

  it('passes a failure on', async () => {
    await expect(inBatches(() => Promise.reject(new Error('no')), 3, never)).rejects.toThrow('no');
  });
});

import { FreeQuota } from './free-quota.js';
import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';

const asked = { method: 'GET', path: '/', query: null };
let now: number;

beforeEach(() => {
  now = 1_000_000_000;
});

const quota = (count = 2) =>
  new FreeQuota<string | null>({ count, perSeconds: 60, key: (request) => request }, () => now);

describe('free requests', () => {
  it('are so many for each, and so many again in the next window', async () => {
    const free = quota();
    const takes = async (key: string) => [await free.take(key, asked), await free.take(key, asked)];
    expect(await takes('a')).toEqual([true, true]);
    expect(await free.take('a', asked)).toBe(false);
    expect(await takes('b')).toEqual([true, true]);
    now += 60_000;
    expect(await takes('a')).toEqual([true, true]);
  });

  it('are nobody’s without a name, or with one of any length', async () => {
    for (const key of [null, '', 'x'.repeat(257)]) expect(await quota().take(key, asked)).toBe(false);
  });

  it('are no newcomer’s once too many are counted, while those who are known keep theirs', async () => {
    const free = quota();
    for (let index = 0; index < MIDDLEWARE_BOUNDS.freeKeysMax; index += 1)
      await free.take(String(index), asked);
    expect(await free.take('newcomer', asked)).toBe(false);
    expect(await free.take('0', asked)).toBe(true);
  });

  it.each([{ count: 0 }, { perSeconds: 0 }, { count: 1.5 }, { key: undefined }])('cannot be %p', (wrong) => {
    const options = { count: 1, perSeconds: 1, key: () => 'a', ...wrong } as never;
    expect(() => new FreeQuota(options)).toThrow(TypeError);
  });
});

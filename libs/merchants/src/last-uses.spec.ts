import { LastUses } from './last-uses.js';
import type { LastUse } from './last-uses.js';

/** A store that keeps what it was given and fails or waits when told to. */
class FakeStore {
  readonly batches: LastUse[][] = [];
  failure: Error | null = null;
  gate: Promise<void> = Promise.resolve();

  async write(uses: readonly LastUse[]): Promise<void> {
    await this.gate;
    if (this.failure !== null) throw this.failure;
    this.batches.push([...uses]);
  }
}

describe('LastUses', () => {
  let store: FakeStore;
  let uses: LastUses;

  beforeEach(() => {
    store = new FakeStore();
    uses = new LastUses(store, 2);
  });

  it('writes the latest use of each key, once', async () => {
    uses.note('a', 1);
    uses.note('b', 2);
    uses.note('a', 5);
    uses.note('a', 3);
    await uses.flush();
    await uses.flush();
    expect(store.batches).toEqual([
      [
        { keyId: 'a', usedAtMs: 5 },
        { keyId: 'b', usedAtMs: 2 },
      ],
    ]);
  });

  it('holds no more keys than its bound', async () => {
    for (const key of ['a', 'b', 'c']) uses.note(key, 1);
    uses.note('a', 2);
    await uses.flush();
    expect(store.batches).toEqual([
      [
        { keyId: 'a', usedAtMs: 2 },
        { keyId: 'b', usedAtMs: 1 },
      ],
    ]);
  });

  it('keeps the uses of a failed flush, unless later ones came', async () => {
    uses.note('a', 1);
    uses.note('b', 1);
    store.failure = new Error('database away');
    const failed = uses.flush();
    uses.note('a', 9);
    await expect(failed).rejects.toThrow('database away');
    store.failure = null;
    await uses.flush();
    expect(store.batches).toEqual([
      [
        { keyId: 'a', usedAtMs: 9 },
        { keyId: 'b', usedAtMs: 1 },
      ],
    ]);
  });

  it('lets one flush run at a time and leaves out nothing that came meanwhile', async () => {
    let open: () => void = () => undefined;
    store.gate = new Promise((resolve) => {
      open = resolve;
    });
    uses.note('a', 1);
    const first = uses.flush();
    uses.note('a', 2);
    const second = uses.flush();
    open();
    await Promise.all([first, second]);
    expect(store.batches).toEqual([[{ keyId: 'a', usedAtMs: 1 }], [{ keyId: 'a', usedAtMs: 2 }]]);
  });
});

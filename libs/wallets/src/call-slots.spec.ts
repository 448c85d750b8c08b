import { CallSlots } from './call-slots.js';
import { RateLimited } from './wallet-errors.js';

/** Calls that end when they are told to, and what became of them. */
class Calls {
  readonly begun: number[] = [];
  readonly ended: number[] = [];
  readonly refused: unknown[] = [];
  mostInFlight = 0;
  mostWaiting = 0;
  private readonly ends = new Map<number, (error?: Error) => void>();
  private readonly all: Promise<void>[] = [];

  constructor(private readonly slots: CallSlots) {}

  /** Makes calls of these numbers. */
  make(numbers: readonly number[], signal = new AbortController().signal): void {
    for (const n of numbers) {
      const call = this.slots.run(signal, () => {
        this.begun.push(n);
        this.note();
        return new Promise<void>((resolve, reject) => {
          this.ends.set(n, (error) => (error === undefined ? resolve() : reject(error)));
        });
      });
      this.note();
      this.all.push(
        call.then(
          () => void this.ended.push(n),
          (error: unknown) => void this.refused.push(error),
        ),
      );
    }
  }

  /** Ends the calls of these numbers, and waits until whatever follows has begun. */
  async end(numbers: readonly number[], error?: Error): Promise<void> {
    for (const n of numbers) this.ends.get(n)?.(error);
    await turn();
    this.note();
  }

  private note(): void {
    const { inFlight, waiting } = this.slots.load;
    this.mostInFlight = Math.max(this.mostInFlight, inFlight);
    this.mostWaiting = Math.max(this.mostWaiting, waiting);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('the calls to one wallet', () => {
  it('are bounded in flight and waiting, and the rest is refused at once', async () => {
    const slots = new CallSlots(3, 5);
    const calls = new Calls(slots);
    calls.make(upTo(20));
    await turn();
    expect(slots.load).toEqual({ inFlight: 3, waiting: 5 });
    expect(calls.refused).toHaveLength(12);
    expect(calls.refused[0]).toEqual(new RateLimited(1, 'budget'));
    for (let n = 0; n < 8; n += 1) await calls.end([n]);
    expect([calls.mostInFlight, calls.mostWaiting, slots.load]).toEqual([3, 5, { inFlight: 0, waiting: 0 }]);
    expect(calls.ended).toHaveLength(8);
  });

  it('begin in the order in which they came, also where new ones come whenever one ends', async () => {
    const calls = new Calls(new CallSlots(2, 10));
    calls.make(upTo(6));
    await turn();
    for (let n = 0; n < 6; n += 1) {
      const ending = calls.end([n]);
      calls.make([10 + n]);
      await ending;
    }
    for (let n = 10; n < 16; n += 1) await calls.end([n]);
    expect(calls.begun).toEqual([...upTo(6), ...upTo(6).map((n) => 10 + n)]);
  });

  it('never pass their bounds, though new ones come in the moment in which one ends', async () => {
    const slots = new CallSlots(1, 2);
    const calls = new Calls(slots);
    calls.make(upTo(3));
    await turn();
    for (let n = 0; n < 3; n += 1) {
      const ending = calls.end([n]);
      // One more than there is room for.
      calls.make([100 + 2 * n, 101 + 2 * n]);
      await Promise.resolve();
      calls.make([200 + n]);
      await ending;
    }
    expect([calls.mostInFlight, calls.mostWaiting]).toEqual([1, 2]);
  });

  it('that fail give their slots on', async () => {
    const slots = new CallSlots(1, 5);
    const calls = new Calls(slots);
    calls.make(upTo(3));
    await turn();
    await calls.end([0], new Error('no'));
    await calls.end([1], new Error('no'));
    expect([calls.begun, calls.refused.length]).toEqual([[0, 1, 2], 2]);
    await calls.end([2]);
    expect(slots.load).toEqual({ inFlight: 0, waiting: 0 });
  });
});

describe('a call that is aborted', () => {
  it('while it waits leaves its place, and is not made', async () => {
    const slots = new CallSlots(1, 2);
    const calls = new Calls(slots);
    calls.make([0]);
    const leaving = new AbortController();
    calls.make([1], leaving.signal);
    calls.make([2]);
    await turn();
    leaving.abort(new Error('gone'));
    await turn();
    expect([slots.load, calls.refused]).toEqual([{ inFlight: 1, waiting: 1 }, [new Error('gone')]]);
    calls.make([3]);
    await calls.end([0]);
    await calls.end([2]);
    expect(calls.begun).toEqual([0, 2, 3]);
  });

  it('in the moment in which it gets a slot gives it on', async () => {
    const slots = new CallSlots(1, 2);
    const calls = new Calls(slots);
    const leaving = new AbortController();
    calls.make([0]);
    calls.make([1], leaving.signal);
    calls.make([2]);
    await turn();
    const ending = calls.end([0]);
    await Promise.resolve();
    leaving.abort();
    await ending;
    await calls.end([1]);
    expect(calls.begun).toContain(2);
    await calls.end([2]);
    expect(slots.load).toEqual({ inFlight: 0, waiting: 0 });
  });

  it('before it comes takes no place', async () => {
    const slots = new CallSlots(1, 1);
    const calls = new Calls(slots);
    calls.make([0], AbortSignal.abort());
    await turn();
    expect([calls.begun, calls.refused.length, slots.load]).toEqual([[], 1, { inFlight: 0, waiting: 0 }]);
  });

  it('leaves nothing behind at a signal that lives on', async () => {
    const slots = new CallSlots(1, 50);
    const calls = new Calls(slots);
    const { signal } = new AbortController();
    const [added, removed] = [
      jest.spyOn(signal, 'addEventListener'),
      jest.spyOn(signal, 'removeEventListener'),
    ];
    calls.make(upTo(8), signal);
    await turn();
    for (const n of upTo(8)) await calls.end([n]);
    expect(calls.ended).toHaveLength(8);
    expect(removed.mock.calls).toHaveLength(added.mock.calls.length);
  });
});

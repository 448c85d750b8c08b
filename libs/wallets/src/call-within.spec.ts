import { callWithin } from './call-within.js';
import { Deadline } from './deadline.js';
import { RateLimited, Unavailable, UnknownOutcome } from './wallet-errors.js';

const never = (): Promise<never> => new Promise(() => undefined);

describe('Deadline', () => {
  it('is over from the start when it lies in the past', () => {
    expect(Deadline.in(0).isOver).toBe(true);
    expect(Deadline.in(-5).remainingMillis).toBe(0);
    expect(Deadline.in(60_000).isOver).toBe(false);
  });

  it('is only ever brought forward', () => {
    expect(Deadline.in(60_000).atMost(1_000).remainingMillis).toBeLessThanOrEqual(1_000);
    expect(Deadline.in(1_000).atMost(60_000).remainingMillis).toBeLessThanOrEqual(1_000);
    expect(Deadline.in(60_000).atMost(0).isOver).toBe(true);
  });
});

describe('callWithin', () => {
  it('gives the answer', async () => {
    await expect(callWithin(Deadline.in(60_000), 60_000, async () => 7)).resolves.toBe(7);
  });

  it('makes no call when its time is up', async () => {
    let calls = 0;
    const call = callWithin(Deadline.in(0), 60_000, async () => (calls += 1));
    await expect(call).rejects.toThrow(Unavailable);
    expect(calls).toBe(0);
  });

  it.each([
    ['the deadline', 20, 60_000],
    ['the longest time of a call', 60_000, 20],
  ])('ends a call that does not end at %s, and aborts it', async (_what, deadline, millisMax) => {
    let signal: AbortSignal | undefined;
    const call = callWithin(Deadline.in(deadline), millisMax, (limits) => {
      signal = limits.signal;
      return never();
    });
    await expect(call).rejects.toThrow(UnknownOutcome);
    expect(signal?.aborted).toBe(true);
  });

  it('hears nothing of what an abandoned call does later', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const call = callWithin(Deadline.in(20), 20, ({ signal }) => {
      late = new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => setImmediate(() => reject(new Error('late'))));
      });
      return late;
    });
    await expect(call).rejects.toThrow(UnknownOutcome);
    // Node ends the process over a rejection that nobody handles; that this test goes on is the proof.
    await expect(late).rejects.toThrow('late');
  });

  it('lets our own errors through and makes unknown outcomes of all others', async () => {
    const failing = (error: unknown): Promise<unknown> =>
      callWithin(Deadline.in(60_000), 60_000, async () => {
        throw error;
      });
    await expect(failing(new RateLimited(9))).rejects.toMatchObject({ retryAfterSeconds: 9 });
    await expect(failing(new TypeError('secret'))).rejects.toThrow(UnknownOutcome);
    await expect(failing('secret')).rejects.toThrow(UnknownOutcome);
    const throwing = callWithin(Deadline.in(60_000), 60_000, () => {
      throw new TypeError('thrown before any promise');
    });
    await expect(throwing).rejects.toThrow(UnknownOutcome);
  });
});

import { ManualPacing } from './testing/manual-pacing.js';
import { settlementBounds as bounds } from './settlement-bounds.js';
import { StreamPace } from './stream-pace.js';

/** How many parts of a stream that never ends are stored in so many seconds. */
async function stored(pace: StreamPace, pacing: ManualPacing, seconds: number): Promise<number> {
  const over = new AbortController();
  let parts = 0;
  const storing = (async (): Promise<void> => {
    while (!over.signal.aborted) {
      await pace.next(over.signal);
      if (!over.signal.aborted) parts += 1;
    }
  })();
  await new Promise((resolve) => setImmediate(resolve));
  await pacing.pass(seconds);
  over.abort();
  await storing;
  return parts;
}

describe('the pace of a stream', () => {
  it('lets many parts in at once and then no more than so many a second', async () => {
    const pacing = new ManualPacing();
    const pace = new StreamPace(pacing);
    const parts = await stored(pace, pacing, 10);
    expect(parts).toBeGreaterThanOrEqual(bounds.streamPartsBurst);
    expect(parts).toBeLessThanOrEqual(bounds.streamPartsBurst + 10 * bounds.streamPartsPerSecond);
  });

  it('lets as many in again when it was quiet for a while', async () => {
    const pacing = new ManualPacing();
    const pace = new StreamPace(pacing);
    await stored(pace, pacing, 1);
    await pacing.pass(60);
    const signal = new AbortController().signal;
    for (let parts = 0; parts < bounds.streamPartsBurst; parts += 1) await pace.next(signal);
  });
});

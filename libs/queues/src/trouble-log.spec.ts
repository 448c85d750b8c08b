import { ManualClock } from '@turnpike/config';
import { TroubleLog } from './trouble-log.js';

describe('the log of troubles', () => {
  it('tells the first at once, the next after a while, and how many it left out', () => {
    const clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
    const lines: unknown[] = [];
    const log = new TroubleLog({ warn: (fields: unknown) => lines.push(fields) }, clock, 10_000);
    const error = new Error('away');
    for (let n = 0; n < 5; n += 1) log.trouble('one', error);
    log.trouble('other', error);
    clock.advanceSeconds(10);
    log.trouble('one', error);
    expect(lines).toEqual([
      { err: error, queue: 'one', unsaid: 0 },
      { err: error, queue: 'other', unsaid: 0 },
      { err: error, queue: 'one', unsaid: 4 },
    ]);
  });
});

import { Deadline } from './deadline.js';

describe('a deadline', () => {
  it('made earlier leaves that much less, and none once that is more than there was', () => {
    const deadline = Deadline.in(60_000);
    expect(deadline.earlierBy(10_000).remainingMillis).toBeLessThanOrEqual(50_000);
    expect(deadline.earlierBy(10_000).remainingMillis).toBeGreaterThan(40_000);
    expect(deadline.earlierBy(60_000).isOver).toBe(true);
    expect(deadline.isOver).toBe(false);
  });

  it('is never put off', () => {
    expect(Deadline.in(0).atMost(60_000).isOver).toBe(true);
  });
});

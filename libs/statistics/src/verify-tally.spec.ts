import { type Reason, REASONS } from '@turnpike/l402';

import { statisticsBounds } from './statistics-bounds.js';
import { VerifyTally } from './verify-tally.js';

const key = (n: number) => n.toString(16).padStart(32, '0');

/** Counters as plain numbers. */
function plain(tally: VerifyTally) {
  const taken = tally.take();
  const counts = (counters: ReadonlyMap<string, { readonly count: number }>) =>
    Object.fromEntries([...counters].map(([name, { count }]) => [name, count]));
  return (
    taken && {
      tenants: taken.tenants.map(({ merchantId, mode, uses, refusals }) => ({
        merchantId,
        mode,
        uses: counts(uses),
        refusals: counts(refusals),
      })),
      tokens: Object.fromEntries([...taken.tokens].map(([name, reasons]) => [name, counts(reasons)])),
    }
  );
}

describe('what verify answers', () => {
  it('is counted by merchant and mode, resource and reason, and taken once', () => {
    const tally = new VerifyTally();
    for (const resource of ['/a', '/b', '/a']) tally.admitted(1, 'test', resource);
    tally.admitted(1, 'live', '/a');
    tally.admitted(2, 'test', '/a');
    tally.refused(1, 'test', 'expired');
    tally.refused(1, 'test', 'expired');
    tally.refusedToken(key(7), 'expired');
    tally.refusedToken(key(7), 'revoked');
    expect(plain(tally)).toEqual({
      tenants: [
        { merchantId: 1, mode: 'test', uses: { '/a': 2, '/b': 1 }, refusals: { expired: 2 } },
        { merchantId: 1, mode: 'live', uses: { '/a': 1 }, refusals: {} },
        { merchantId: 2, mode: 'test', uses: { '/a': 1 }, refusals: {} },
      ],
      tokens: { [key(7)]: { expired: 1, revoked: 1 } },
    });
    expect(plain(tally)).toBeNull();
  });

  it('counts resources beyond the bound together, and loses none of their uses', () => {
    const tally = new VerifyTally();
    const most = statisticsBounds.resourcesPerDayMax;
    for (let n = 0; n < most + 50; n += 1) tally.admitted(1, 'test', `/${n}`);
    tally.admitted(1, 'test', '/0');
    const uses = plain(tally)?.tenants[0]?.uses ?? {};
    expect([Object.keys(uses).length, uses[''], uses['/0']]).toEqual([most + 1, 50, 2]);
  });

  it('takes no more memory than its bound, however many tokens and merchants there are', () => {
    const tally = new VerifyTally();
    const most = statisticsBounds.tallyEntriesMax;
    for (let n = 0; n < most * 2; n += 1) {
      tally.refusedToken(key(n), REASONS[n % REASONS.length] as Reason);
      tally.refused(n, 'test', 'expired');
    }
    tally.refusedToken(key(0), REASONS[0] as Reason);
    const taken = tally.take();
    expect((taken?.tokens.size ?? 0) + (taken?.tenants.length ?? 0)).toBeLessThanOrEqual(most + 1);
    expect(taken?.tokens.get(key(0))?.get(REASONS[0] as Reason)?.count).toBe(2);
    tally.refusedToken(key(most), 'expired');
    expect(tally.take()?.tokens.size).toBe(1);
  });
});

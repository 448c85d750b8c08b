import { ManualClock } from '@turnpike/config';

import { type Claim, type ClaimAnswer } from './claim.js';
import { type PlainClaimRepository } from './plain-claim.repository.js';
import { PlainLane } from './plain-lane.js';
import { RefusalLane } from './refusal-lane.js';
import { type Refused, type RefusalRepository } from './refusal.repository.js';

const clock = new ManualClock(new Date('2026-12-01T10:00:00Z'));
const ignore = (): void => undefined;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Grants everything but these keys; the reason for a refusal is known when `explain` is called. */
function lane(refusedKeys: readonly string[]) {
  const explanations: (() => void)[] = [];
  const claims = {
    claim: (entries: readonly { key: string }[]) => {
      const granted = entries.flatMap(({ key }, position) => (refusedKeys.includes(key) ? [] : [position]));
      return Promise.resolve({ granted: new Set(granted), limited: new Map() });
    },
  } as unknown as PlainClaimRepository;
  const refusals = {
    explain: (refused: readonly Refused[]) =>
      new Promise<string[]>((resolve) => {
        explanations.push(() => {
          resolve(refused.map(() => 'revoked'));
        });
      }),
  } as unknown as RefusalRepository;
  const refused = new RefusalLane(refusals, clock, 10, ignore);
  const plain = new PlainLane(claims, refused, clock, 10, ignore);
  const call = (key: string): Promise<ClaimAnswer> =>
    new Promise((resolve, reject) => {
      const claim: Claim = {
        key,
        merchantId: 1,
        mode: 0,
        requireSettled: false,
        requestId: null,
        reserve: false,
        fingerprint: null,
      };
      plain.join(claim, { resolve, reject });
    });
  return { call, explanations };
}

describe('the lane of plain claims', () => {
  it('grants on while somebody is told why he got nothing', async () => {
    const { call, explanations } = lane(['bad']);
    const refused = call('bad');
    await until(() => explanations.length === 1);
    for (let n = 0; n < 3; n += 1) expect(await call(`good ${String(n)}`)).toMatchObject({ granted: true });
    explanations[0]?.();
    expect(await refused).toEqual({ granted: false, reason: 'revoked' });
  });

  it('asks once for all who wait for one reason', async () => {
    const { call, explanations } = lane(['bad', 'worse']);
    const refused = ['bad', 'bad', 'worse'].map(call);
    await until(() => explanations.length > 0);
    explanations[0]?.();
    expect((await Promise.all(refused)).map(({ granted }) => granted)).toEqual([false, false, false]);
    expect(explanations).toHaveLength(1);
  });
});

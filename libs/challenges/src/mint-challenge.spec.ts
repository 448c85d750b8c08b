import { ManualClock } from '@turnpike/config';
import { type MerchantId } from '@turnpike/l402';
import { type Principal } from '@turnpike/merchants';
import { Metrics } from '@turnpike/observability';
import { type Deadline } from '@turnpike/wallets';

import { MintChallenge } from './mint-challenge.js';
import { type MintClaims } from './mint-claims.js';
import { type MintOrder, type NewChallenges } from './new-challenges.js';
import { type OpenChallenges } from './open-challenges.js';
import { type RetiredResources } from './retired-resources.js';

const principal = { merchantId: 1 as MerchantId, mode: 'test', isActive: true } as Principal;
const request = {
  resource: '/r',
  priceSats: 5,
  description: null,
  maxUses: null,
  payer: 'somebody',
  method: null,
  bodySha256: null,
  tokenValiditySeconds: null,
  metadata: null,
};

/** A mint whose parts only note until when they may take. */
function mintNoting(deadlines: Deadline[]): MintChallenge {
  const claims: Pick<MintClaims, 'claim' | 'free'> = {
    claim: (_tenant, name, _fingerprint, _stillGood, deadline) => {
      deadlines.push(deadline);
      return Promise.resolve({ held: { name, fence: 1 } });
    },
    free: () => Promise.resolve(),
  };
  const challenges: Pick<NewChallenges, 'make'> = {
    make: (order: MintOrder) => {
      deadlines.push(order.deadline);
      return Promise.reject(new Error('far enough'));
    },
  };
  return new MintChallenge(
    claims as MintClaims,
    { isRetired: () => Promise.resolve(false) } as unknown as RetiredResources,
    { admit: () => Promise.resolve() } as unknown as OpenChallenges,
    challenges as NewChallenges,
    new ManualClock(new Date()),
    new Metrics(),
  );
}

describe('a mint', () => {
  it('ends by one deadline, however long it waited for others under its key and for its payer', async () => {
    const deadlines: Deadline[] = [];
    await expect(mintNoting(deadlines).run(principal, request, 'key')).rejects.toThrow('far enough');
    expect(deadlines).toHaveLength(3);
    expect(new Set(deadlines).size).toBe(1);
    expect(deadlines[0]?.remainingMillis).toBeLessThanOrEqual(8_000);
  });
});

import { limits, ManualClock } from '@turnpike/config';
import { type MerchantId } from '@turnpike/l402';
import { type Plans, type Principal } from '@turnpike/merchants';
import { Metrics } from '@turnpike/observability';
import { ServiceUnavailable } from '@turnpike/problems';
import { type Deadline } from '@turnpike/wallets';

import { MintChallenge } from './mint-challenge.js';
import { type HeldClaim, type MintClaims } from './mint-claims.js';
import { type MintResult } from './minted-challenge.js';
import { type MintOrder, type NewChallenges } from './new-challenges.js';
import { type OpenChallenges } from './open-challenges.js';
import { type PlanLimits } from './plan-limits.js';
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
const never = (): Promise<never> => new Promise(() => undefined);

/** What the parts of a mint do; those that are not named succeed at once. */
interface Parts {
  readonly claim?: () => Promise<never>;
  readonly retired?: () => Promise<never>;
  readonly admit?: () => Promise<never>;
  readonly make?: (order: MintOrder) => Promise<MintResult>;
  readonly free?: () => Promise<void>;
}

function mintOf(parts: Parts) {
  const deadlines: Deadline[] = [];
  const freed: (readonly HeldClaim[])[] = [];
  const claims: Pick<MintClaims, 'claim' | 'free'> = {
    claim: (_tenant, name, _fingerprint, _stillGood, deadline) => {
      deadlines.push(deadline);
      return parts.claim ? parts.claim() : Promise.resolve({ held: { name, fence: 1 } });
    },
    free: (_tenant, held) => {
      freed.push([...held]);
      return parts.free ? parts.free() : Promise.resolve();
    },
  };
  const challenges: Pick<NewChallenges, 'make'> = {
    make: (order) => {
      deadlines.push(order.deadline);
      return parts.make ? parts.make(order) : Promise.reject(new Error('far enough'));
    },
  };
  const mint = new MintChallenge(
    claims as MintClaims,
    { isRetired: parts.retired ?? (() => Promise.resolve(false)) } as unknown as RetiredResources,
    { upgradeUrl: null } as Plans,
    { admit: () => Promise.resolve(null) } as unknown as PlanLimits,
    { admit: parts.admit ?? (() => Promise.resolve()) } as unknown as OpenChallenges,
    challenges as NewChallenges,
    new ManualClock(new Date()),
    new Metrics(),
  );
  return { mint, deadlines, freed };
}

describe('a mint', () => {
  it('ends by one deadline, however long it waited for others under its key and for its payer', async () => {
    const { mint, deadlines } = mintOf({});
    await expect(mint.run(principal, request, 'key')).rejects.toThrow('far enough');
    expect(deadlines).toHaveLength(3);
    expect(new Set(deadlines).size).toBe(1);
    expect(deadlines[0]?.remainingMillis).toBeLessThanOrEqual(8_000);
  });

  it('frees what it claimed when it fails, before it says so', async () => {
    const { mint, freed } = mintOf({});
    await expect(mint.run(principal, request, 'key')).rejects.toThrow('far enough');
    expect(freed).toMatchObject([[{ name: 'key' }, { fence: 1 }]]);
  });
});

describe('a mint of which something hangs', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** How it ended and after how many milliseconds. */
  async function outcome(mint: MintChallenge): Promise<[unknown, number]> {
    const started = performance.now();
    let ended: [unknown, number] | null = null;
    void mint.run(principal, request, 'key').then(
      (result) => (ended = [result, performance.now() - started]),
      (error: unknown) => (ended = [error, performance.now() - started]),
    );
    while (ended === null) await jest.advanceTimersByTimeAsync(50);
    return ended;
  }

  it.each<[string, Parts]>([
    ['its claim', { claim: never }],
    ['the list of retired resources', { retired: never }],
    ['the cap', { admit: never }],
    ['the wallet or the record', { make: never }],
    ['freeing its claims', { make: never, free: never }],
  ])('is answered 503 within eight seconds: %s', async (_what, parts) => {
    const [error, millis] = await outcome(mintOf(parts).mint);
    expect(error).toBeInstanceOf(ServiceUnavailable);
    expect(millis).toBeLessThanOrEqual(limits.mintDeadlineMillis - limits.mintFreeMillis);
  });

  it('does not wait for its claims to be freed when it has failed', async () => {
    const [error, millis] = await outcome(mintOf({ free: never }).mint);
    expect(error).toMatchObject({ message: 'far enough' });
    expect(millis).toBeLessThanOrEqual(limits.mintFreeMillis);
  });

  it('frees its claims when it fails after its answer, and not when its challenge is on record after all', async () => {
    for (const [end, frees] of [
      [(settle: PromiseSettler) => settle.reject(new Error('refused')), 1],
      [(settle: PromiseSettler) => settle.resolve({} as MintResult), 0],
    ] as const) {
      let settle: PromiseSettler | null = null;
      const make = () =>
        new Promise<MintResult>((resolve, reject) => {
          settle = { resolve, reject };
        });
      const { mint, freed } = mintOf({ make });
      await outcome(mint);
      expect(freed).toEqual([]);
      if (settle !== null) end(settle);
      await jest.advanceTimersByTimeAsync(0);
      expect(freed).toHaveLength(frees);
    }
  });

  it('is waited for by the shutdown, though it was answered', async () => {
    let refuse: (error: Error) => void = () => undefined;
    const make = () => new Promise<MintResult>((_resolve, reject) => (refuse = reject));
    const { mint, freed } = mintOf({ make });
    await outcome(mint);
    let isOver = false;
    void mint.beforeApplicationShutdown().then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(0);
    expect(isOver).toBe(false);
    refuse(new Error('refused'));
    await jest.advanceTimersByTimeAsync(0);
    expect([isOver, freed.length]).toEqual([true, 1]);
  });
});

interface PromiseSettler {
  readonly resolve: (result: MintResult) => void;
  readonly reject: (error: Error) => void;
}

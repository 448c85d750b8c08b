import { type PaidChallenge, TwoNodes } from '../support/two-nodes.js';

const CALLERS = 32;
let two: TwoNodes;

beforeAll(async () => {
  two = await TwoNodes.start();
}, 60_000);

afterAll(() => two.stop());

/** Calls verify without pause until told to stop or not answered; gives how many were admitted and how many got no answer. */
function hammer(challenges: readonly PaidChallenge[], callers: number) {
  let running = true;
  const tally = { admitted: new Map<string, number>(), lost: 0 };
  const caller = async (start: number): Promise<void> => {
    for (let n = start; running; n += 1) {
      const challenge = challenges[n % challenges.length];
      if (!challenge) return;
      try {
        const { body } = await two.verify(0, challenge);
        if (body['valid'] !== true) continue;
        const { paymentHash } = challenge;
        tally.admitted.set(paymentHash, (tally.admitted.get(paymentHash) ?? 0) + 1);
      } catch {
        tally.lost += 1;
        return;
      }
    }
  };
  const done = Promise.all(Array.from({ length: callers }, (_, i) => caller(i * 7)));
  return {
    tally,
    /** Resolves when every caller has met somebody who is gone. */
    done,
    async stop(): Promise<void> {
      running = false;
      await done;
    },
  };
}

async function usesReach(paymentHash: string, uses: number): Promise<void> {
  while ((await two.countedUses(paymentHash)) < uses);
}

describe('a process killed in the middle of verifying', () => {
  it('has never admitted more calls than it counted', async () => {
    for (let round = 0; round < 5; round += 1) {
      const challenges = await Promise.all(
        Array.from({ length: 12 }, (_, i) => two.paid(i % 3 === 0 ? { maxUses: 100_000 } : {}, 1)),
      );
      const load = hammer(challenges, CALLERS);
      const watched = challenges[0];
      if (!watched) throw new Error('no challenge');
      await usesReach(watched.paymentHash, 10 + round * 13);
      await two.node(0).kill();
      await load.done;
      for (const { paymentHash } of challenges) {
        const admitted = load.tally.admitted.get(paymentHash) ?? 0;
        expect(admitted).toBeLessThanOrEqual(await two.countedUses(paymentHash));
      }
      expect(load.tally.lost).toBe(CALLERS);
      await two.restart(0);
    }
  }, 120_000);

  it('leaves tokens that it sold good on the other node and on itself after a restart', async () => {
    const challenge = await two.paid({}, 0);
    await two.node(0).kill();
    expect((await two.verify(1, challenge)).body['valid']).toBe(true);
    await two.restart(0);
    expect((await two.verify(0, challenge)).body['valid']).toBe(true);
  }, 60_000);
});

describe('a process asked to stop while it verifies', () => {
  it('finishes what it accepted, loses no admitted use and exits with 0', async () => {
    const challenges = await Promise.all(Array.from({ length: 4 }, () => two.paid({}, 1)));
    const load = hammer(challenges, 16);
    const watched = challenges[0];
    if (!watched) throw new Error('no challenge');
    await usesReach(watched.paymentHash, 20);
    const exit = await two.node(0).stop();
    await load.stop();
    expect(exit).toBe(0);
    for (const { paymentHash } of challenges) {
      expect(load.tally.admitted.get(paymentHash) ?? 0).toBe(await two.countedUses(paymentHash));
    }
    await two.restart(0);
  }, 60_000);
});

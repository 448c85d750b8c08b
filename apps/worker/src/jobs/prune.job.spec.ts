import type { PruneChallenges } from '@turnpike/challenges';
import { ManualClock } from '@turnpike/config';
import { createLogger } from '@turnpike/observability';
import { MemoryTokenBuckets } from '@turnpike/redis';
import type { PruneSandbox, WalletNotices } from '@turnpike/wallets';
import type { DeliveryLog } from '@turnpike/webhooks';
import type { OutboxRepository } from '../outbox.repository.js';
import { PruneJob } from './prune.job.js';

const KINDS = ['challenges', 'claims', 'settlements', 'deliveries', 'events', 'notices', 'sandbox'] as const;
type Kind = (typeof KINDS)[number];

/** A job whose batches each delete so many rows, or fail; what is left is counted down. */
function jobOf(left: Record<Kind, number>, failing: readonly Kind[] = []): PruneJob {
  const batch = (kind: Kind) => (): Promise<number> => {
    if (failing.includes(kind)) return Promise.reject(new Error(`${kind} failed`));
    const rows = Math.min(left[kind], 10);
    left[kind] -= rows;
    return Promise.resolve(rows);
  };
  const challenges: Pick<PruneChallenges, 'run' | 'runClaims' | 'runSettlements'> = {
    run: batch('challenges'),
    runClaims: batch('claims'),
    runSettlements: batch('settlements'),
  };
  const sandbox: Pick<PruneSandbox, 'run'> = { run: batch('sandbox') };
  const outbox: Pick<OutboxRepository, 'deleteBefore'> = { deleteBefore: batch('events') };
  const notices: Pick<WalletNotices, 'prune'> = { prune: batch('notices') };
  const deliveries: Pick<DeliveryLog, 'prune'> = { prune: batch('deliveries') };
  const clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
  return new PruneJob(
    challenges as PruneChallenges,
    sandbox as PruneSandbox,
    notices as WalletNotices,
    new MemoryTokenBuckets(clock),
    deliveries as DeliveryLog,
    outbox as OutboxRepository,
    clock,
    createLogger({ logLevel: 'silent' }),
  );
}

const plenty = (): Record<Kind, number> => ({
  challenges: 35,
  claims: 25,
  settlements: 11,
  deliveries: 21,
  events: 15,
  notices: 12,
  sandbox: 5,
});
const never = new AbortController().signal;

describe('pruning', () => {
  it('goes on with every kind until nothing of it is left', async () => {
    const left = plenty();
    await jobOf(left).run(never);
    expect(left).toEqual({
      challenges: 0,
      claims: 0,
      settlements: 0,
      deliveries: 0,
      events: 0,
      notices: 0,
      sandbox: 0,
    });
  });

  it.each(KINDS)('of %s that fails is told, and keeps no other kind from being pruned', async (kind) => {
    const left = plenty();
    await expect(jobOf(left, [kind]).run(never)).rejects.toThrow(`${kind} failed`);
    expect(left).toEqual({
      challenges: 0,
      claims: 0,
      settlements: 0,
      deliveries: 0,
      events: 0,
      notices: 0,
      sandbox: 0,
      [kind]: plenty()[kind],
    });
  });

  it('begins nothing more once the worker closes', async () => {
    const left = plenty();
    await jobOf(left).run(AbortSignal.abort());
    expect(left).toEqual(plenty());
  });
});

import type { AuditLog } from '@turnpike/audit';
import type { PruneChallenges } from '@turnpike/challenges';
import { ManualClock } from '@turnpike/config';
import type { PruneEvents } from '@turnpike/events';
import type { Mailbox } from '@turnpike/mail';
import type { PruneMembers } from '@turnpike/members';
import { createLogger } from '@turnpike/observability';
import { MemoryTokenBuckets } from '@turnpike/redis';
import type { PruneFigures } from '@turnpike/statistics';
import type { PruneSandbox, WalletNotices } from '@turnpike/wallets';
import type { DeliveryLog } from '@turnpike/webhooks';
import { PruneJob } from './prune.job.js';

const KINDS = [
  'challenges',
  'claims',
  'settlements',
  'deliveries',
  'events',
  'notices',
  'figures',
  'sandbox',
  'changes',
  'sessions',
  'letters',
] as const;
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
  const events: Pick<PruneEvents, 'run'> = { run: batch('events') };
  const notices: Pick<WalletNotices, 'prune'> = { prune: batch('notices') };
  const figures: Pick<PruneFigures, 'run'> = { run: batch('figures') };
  const audit: Pick<AuditLog, 'prune'> = { prune: batch('changes') };
  const members: Pick<PruneMembers, 'run'> = { run: batch('sessions') };
  const mailbox: Pick<Mailbox, 'prune'> = { prune: batch('letters') };
  const deliveries: Pick<DeliveryLog, 'prune'> = { prune: batch('deliveries') };
  const clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
  return new PruneJob(
    challenges as PruneChallenges,
    sandbox as PruneSandbox,
    notices as WalletNotices,
    new MemoryTokenBuckets(clock),
    deliveries as DeliveryLog,
    events as PruneEvents,
    figures as PruneFigures,
    audit as AuditLog,
    members as PruneMembers,
    mailbox as Mailbox,
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
  figures: 14,
  sandbox: 5,
  changes: 14,
  sessions: 13,
  letters: 21,
});
const none = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
const never = new AbortController().signal;

describe('pruning', () => {
  it('goes on with every kind until nothing of it is left', async () => {
    const left = plenty();
    await jobOf(left).run(never);
    expect(left).toEqual(none);
  });

  it.each(KINDS)('of %s that fails is told, and keeps no other kind from being pruned', async (kind) => {
    const left = plenty();
    await expect(jobOf(left, [kind]).run(never)).rejects.toThrow(`${kind} failed`);
    expect(left).toEqual({ ...none, [kind]: plenty()[kind] });
  });

  it('begins nothing more once the worker closes', async () => {
    const left = plenty();
    await jobOf(left).run(AbortSignal.abort());
    expect(left).toEqual(plenty());
  });
});

import { Injectable } from '@nestjs/common';
import { AuditLog } from '@turnpike/audit';
import { PruneChallenges } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { PruneEvents } from '@turnpike/events';
import { Mailbox } from '@turnpike/mail';
import { PruneMembers } from '@turnpike/members';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { TokenBuckets } from '@turnpike/redis';
import { PruneFigures } from '@turnpike/statistics';
import { PruneSandbox, WalletNotices } from '@turnpike/wallets';
import { DeliveryLog } from '@turnpike/webhooks';
import { inBatches } from '../in-batches.js';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/**
 * Deletes what nobody needs any more, in bounded batches: challenges with their uses and claims, claims that led to none,
 * records of old settlements, events that everybody has read and their deliveries, old figures, entries of the log of changes,
 * notices of wallets, budgets, invoices of the sandbox, sessions and links, and letters. What fails of it keeps none of the others from being deleted.
 */
@Injectable()
export class PruneJob extends Job {
  override readonly kind = JOBS.prune;

  constructor(
    private readonly challenges: PruneChallenges,
    private readonly sandbox: PruneSandbox,
    private readonly notices: WalletNotices,
    private readonly budgets: TokenBuckets,
    private readonly deliveries: DeliveryLog,
    private readonly events: PruneEvents,
    private readonly figures: PruneFigures,
    private readonly audit: AuditLog,
    private readonly members: PruneMembers,
    private readonly mailbox: Mailbox,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    await this.prune(signal);
  }

  /** Does it, and tells how many rows of each kind were deleted. */
  async prune(signal: AbortSignal): Promise<Readonly<Record<string, number>>> {
    const deleted: Record<string, number> = {};
    const failures: unknown[] = [];
    for (const [rows, batch] of Object.entries(this.batches())) {
      try {
        deleted[rows] = await inBatches(batch, workerBounds.pruneBatchesMax, signal);
      } catch (error) {
        this.logger.warn({ err: error, rows }, 'could not prune');
        failures.push(error);
      }
    }
    if (Object.values(deleted).some((count) => count > 0)) this.logger.info(deleted, 'pruned');
    if (failures.length > 0) throw failures[0];
    return deleted;
  }

  private batches(): Record<string, () => Promise<number>> {
    const now = this.clock.now();
    const { outboxSeconds, outboxBatchMax, noticeSeconds, budgetSeconds } = workerBounds;
    const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
    return {
      challengeRows: () => this.challenges.run(now),
      claims: () => this.challenges.runClaims(now),
      settlements: () => this.challenges.runSettlements(now),
      // Before the events that they are of.
      deliveries: () => this.deliveries.prune(before(outboxSeconds), outboxBatchMax),
      events: () => this.events.run(before(outboxSeconds), outboxBatchMax),
      notices: () => this.notices.prune(before(noticeSeconds), outboxBatchMax),
      budgets: () => this.budgets.prune(before(budgetSeconds), outboxBatchMax),
      figures: () => this.figures.run(now),
      changes: () => this.audit.prune(now),
      sandboxInvoices: () => this.sandbox.run(now),
      sessions: () => this.members.run(now),
      letters: () => this.mailbox.prune(now),
    };
  }
}

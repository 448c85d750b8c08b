import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV, toldSettings, VERSION } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { ReadDatabase } from '@turnpike/database';
import { Mailbox, ResealLetters } from '@turnpike/mail';
import { ResealSecondFactors } from '@turnpike/members';
import { Logger } from '@turnpike/observability';
import { ResealProxies } from '@turnpike/proxies';
import { QueueReport } from '@turnpike/queues';
import { sumSealedCounts } from '@turnpike/secrets';
import { ConnectionCensus } from '@turnpike/wallets';
import { ResealWebhooks } from '@turnpike/webhooks';
import { PublicUrl } from '../http/public-url.js';
import { keyViews, sealKeyViews } from './instance-view.js';
import type { InstanceView, QueuesView } from './instance-view.js';

/** Says how this instance is doing, for whoever runs it. */
@Injectable()
export class ReadInstance {
  private readonly startedAt: Date;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly database: ReadDatabase,
    private readonly queues: QueueReport,
    private readonly connections: ConnectionCensus,
    private readonly factors: ResealSecondFactors,
    private readonly webhooks: ResealWebhooks,
    private readonly letters: ResealLetters,
    private readonly proxies: ResealProxies,
    private readonly mailbox: Mailbox,
    private readonly publicUrl: PublicUrl,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    this.startedAt = clock.now();
  }

  /** Reads it all now. Queues that cannot be reached are told as such; without the database there is no answer. */
  async run(): Promise<InstanceView> {
    const { env } = this;
    const [database, wallets, sealed, queues] = await Promise.all([
      this.database.size(),
      this.connections.health(),
      Promise.all(
        [this.connections, this.factors, this.webhooks, this.letters, this.proxies].map((kind) =>
          kind.sealedUnder(),
        ),
      ),
      this.readQueues(),
    ]);
    return {
      version: VERSION,
      publicUrl: this.publicUrl.value,
      startedAt: this.startedAt,
      roles: env.role === 'all' ? ['api', 'worker', 'gateway'] : [env.role],
      database,
      redis: env.redisUrl !== null,
      queues,
      wallets,
      keys: {
        master: keyViews(env.masterKeys),
        invoice: keyViews(env.invoiceKeys),
        seal: sealKeyViews(env.sealKeys, sumSealedCounts(sealed)),
      },
      plans: env.plans.map(({ id }) => id),
      mail: { transport: this.mailbox.kind },
      settings: toldSettings(env),
    };
  }

  private async readQueues(): Promise<QueuesView> {
    const backend = this.queues.kind;
    try {
      const { queues, schedules } = await this.queues.read();
      const oldest = queues.flatMap(({ oldestWaitingAtMillis: at }) => (at === null ? [] : [at]));
      // The queues go by the machine's clock, whatever clock the rest of the program has.
      const waitedMillis = oldest.length === 0 ? null : Math.max(0, Date.now() - Math.min(...oldest));
      return {
        backend,
        isReachable: true,
        waiting: Object.fromEntries(queues.map(({ name, waiting }) => [name, waiting])),
        failed: queues.reduce((sum, { failed }) => sum + failed, 0),
        oldestWaitingSeconds: waitedMillis === null ? null : Math.floor(waitedMillis / 1_000),
        lastRuns: schedules
          .map(({ job, lastAtMillis, nextAtMillis }) => ({
            job,
            at: lastAtMillis === null ? null : new Date(lastAtMillis),
            nextAt: nextAtMillis === null ? null : new Date(nextAtMillis),
          }))
          .sort((a, b) => (a.job < b.job ? -1 : 1)),
      };
    } catch (error) {
      this.logger.warn({ err: error }, 'could not look into the queues');
      const nothing = { waiting: {}, failed: null, oldestWaitingSeconds: null, lastRuns: [] };
      return { backend, isReachable: false, ...nothing };
    }
  }
}

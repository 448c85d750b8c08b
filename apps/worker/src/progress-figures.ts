import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { EventProgress } from '@turnpike/events';
import { HandOverPlans } from '@turnpike/merchants';
import { Metrics } from '@turnpike/observability';

/** Tells Prometheus what stands still in the database. Every worker tells the same, so take the greatest, not the sum. */
@Injectable()
export class ProgressFigures implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly events: EventProgress,
    private readonly plans: HandOverPlans,
  ) {}

  /** Adds the figures; the database is asked when they are read. */
  onModuleInit(): void {
    this.metrics.gauges(
      'event_lag_seconds',
      'Age of the oldest event that a consumer has not read.',
      'consumer',
      async () =>
        Object.fromEntries(
          (await this.events.lags()).map(({ consumer, lagSeconds }) => [consumer, lagSeconds]),
        ),
    );
    this.metrics.gauge(
      'oldest_writer_seconds',
      'Age of the oldest transaction that holds events back.',
      async () => (await this.events.oldestWriter())?.openSeconds ?? 0,
    );
    this.metrics.gauge(
      'plans_not_handed_over',
      'Plans that were paid for and could not be given yet.',
      async () => (await this.plans.failing()).count,
    );
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@turnpike/config';
import { eventBody } from '@turnpike/events';
import type { Logger, Metrics } from '@turnpike/observability';
import { UnsealError } from '@turnpike/secrets';
import type { Sealer } from '@turnpike/secrets';
import type { DeliveryRepository, TakenDelivery } from './delivery.repository.js';
import { outcomeOfError } from './delivery-outcome.js';
import type { DeliveryOutcome } from './delivery-outcome.js';
import { nextAttemptAt } from './retry-schedule.js';
import type { SendMessage } from './send-message.js';
import { webhookBounds } from './webhook-bounds.js';
import { webhookKeyContext } from './webhook-secret.js';

/** What deliveries are made with. */
export interface DeliveryParts {
  readonly repository: DeliveryRepository;
  readonly send: Pick<SendMessage, 'run' | 'isClosing'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * All deliveries that are under way in this process, a bounded number. When one ends, the next that is due is taken. What is
 * sent and not recorded, because the process dies in between, is sent again by whoever takes it when its time is over.
 */
export class Deliveries {
  private readonly underWay = new Map<string, TakenDelivery>();
  private readonly whenIdle: (() => void)[] = [];
  private taking: Promise<number> | null = null;
  private goesOn = false;
  private closed = false;

  constructor(private readonly parts: DeliveryParts) {}

  /** How many are under way. */
  get size(): number {
    return this.underWay.size;
  }

  /** Takes what is due and there is room for, and begins to send it; returns how many. Rejects if it cannot be taken. */
  async begin(): Promise<number> {
    while (this.taking !== null) await this.taking.catch(() => undefined);
    if (this.closed) return 0;
    this.taking = this.take().finally(() => {
      this.taking = null;
      this.tellIfIdle();
    });
    return this.taking;
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      this.whenIdle.push(resolve);
      this.tellIfIdle();
    });
  }

  /** Takes no more and waits a bounded time for what is under way; Nest calls it. */
  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    const patience = new AbortController();
    const late = wait(webhookBounds.closeMillis, undefined, { signal: patience.signal });
    late.catch(() => undefined);
    await Promise.race([this.idle(), late]);
    patience.abort();
  }

  private async take(): Promise<number> {
    const { perProcessMax, troubledMax } = webhookBounds;
    const free = perProcessMax - this.underWay.size;
    if (free <= 0) return 0;
    let troubled = 0;
    for (const { isTroubled } of this.underWay.values()) if (isTroubled) troubled += 1;
    const { repository, clock } = this.parts;
    const taken = await repository.take(clock.now(), free, Math.max(0, troubledMax - troubled));
    for (const delivery of taken) this.start(delivery);
    return taken.length;
  }

  private start(delivery: TakenDelivery): void {
    // By attempt: one that was given up for dead may still be under way here.
    const name = `${delivery.id}/${String(delivery.attempts)}`;
    this.underWay.set(name, delivery);
    void this.deliver(delivery)
      .catch((error: unknown) => {
        this.parts.logger.warn({ err: error }, 'a delivery could not be recorded; it will be sent again');
      })
      .finally(() => {
        this.underWay.delete(name);
        this.goOn();
        this.tellIfIdle();
      });
  }

  /** Takes again, once for all that end meanwhile. */
  private goOn(): void {
    if (this.closed || this.goesOn) return;
    this.goesOn = true;
    void this.begin()
      .catch(() => undefined)
      .finally(() => {
        this.goesOn = false;
        this.tellIfIdle();
      });
  }

  private async deliver(delivery: TakenDelivery): Promise<void> {
    const { send, repository, clock, logger, metrics } = this.parts;
    const startedAt = performance.now();
    const outcome = await this.attempt(delivery);
    // Cut off because we end: that is nobody's failure, and the next process sends it.
    if (outcome.error !== null && send.isClosing) return;
    metrics.webhookDelivery(outcome.error ?? 'delivered', (performance.now() - startedAt) / 1000);
    const now = clock.now();
    if (outcome.error === null) {
      await repository.arrived(delivery.id, outcome.status ?? 0, now);
      return;
    }
    const { attempts } = delivery;
    const retryAt = nextAttemptAt({ attempts, retryAfterSeconds: outcome.retryAfterSeconds, at: now });
    const ended = await repository.failed(delivery, outcome, retryAt, now);
    if (ended !== null) {
      const { merchantId, endpointId } = delivery;
      logger.info({ merchantId, endpointId, reason: ended }, 'an endpoint of webhooks was disabled');
    }
  }

  private async attempt(delivery: TakenDelivery): Promise<DeliveryOutcome> {
    const keys = this.keysOf(delivery);
    if (keys.length === 0) return outcomeOfError('secret');
    const message = { id: delivery.eventId, sentAt: this.parts.clock.now(), body: eventBody(delivery) };
    return this.parts.send.run(delivery.url, message, keys);
  }

  /** The new key, and the old one while it still signs. */
  private keysOf(delivery: TakenDelivery): Buffer[] {
    const { merchantId, endpointId, sealedSecret, sealedOldSecret, oldSecretUntil } = delivery;
    const { sealer, clock, logger } = this.parts;
    const isOldGood = oldSecretUntil !== null && oldSecretUntil > clock.now();
    const context = webhookKeyContext(merchantId, endpointId);
    try {
      const sealed = isOldGood && sealedOldSecret !== null ? [sealedSecret, sealedOldSecret] : [sealedSecret];
      return sealed.map((one) => sealer.open(one, context));
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      logger.error({ err: error, endpointId }, 'the secret of an endpoint does not open');
      return [];
    }
  }

  private tellIfIdle(): void {
    if (this.underWay.size > 0 || this.taking !== null || this.goesOn) return;
    for (const tell of this.whenIdle.splice(0)) tell();
  }
}

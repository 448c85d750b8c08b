import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Uses } from '@turnpike/challenges';
import type { Tenant } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { Problem, ServiceUnavailable } from '@turnpike/problems';
import { gatewayBounds } from './gateway-bounds.js';

/**
 * Decides what becomes of reserved uses, once each. What cannot be decided for now is tried again; a use that stays undecided
 * is committed when its time is over, so nothing is served twice for it.
 */
@Injectable()
export class UseOutcomes {
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly uses: Uses,
    private readonly logger: Logger,
  ) {}

  /** Makes a use final. Nobody has to wait for it. */
  commit(tenant: Tenant, useId: string): void {
    void this.begin(() => this.uses.commit(tenant, useId));
  }

  /** Gives a use back. Resolves when that is done, or after a bounded time; never rejects. */
  async release(tenant: Tenant, useId: string): Promise<void> {
    const released = this.begin(() => this.uses.release(tenant, useId));
    await Promise.race([released, pause(gatewayBounds.releaseMillis, undefined, { ref: false })]);
  }

  /** Waits for what is being decided, for a bounded time. */
  async close(): Promise<void> {
    const all = Promise.all(this.underWay);
    await Promise.race([all, pause(gatewayBounds.closeMillis, undefined, { ref: false })]);
  }

  private begin(decide: () => Promise<unknown>): Promise<void> {
    const ended = this.decide(decide).finally(() => this.underWay.delete(ended));
    this.underWay.add(ended);
    return ended;
  }

  private async decide(decide: () => Promise<unknown>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await decide();
        return;
      } catch (error) {
        const isFinal = error instanceof Problem && !(error instanceof ServiceUnavailable);
        if (isFinal || attempt >= gatewayBounds.outcomeTriesMax) {
          this.logger.warn({ err: error }, 'a reserved use could not be decided');
          return;
        }
      }
      await pause(gatewayBounds.outcomeRetryMillis * attempt, undefined, { ref: false });
    }
  }
}

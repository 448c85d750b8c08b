import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Uses, type VerifyAnswer } from '@turnpike/challenges';
import type { Tenant } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { Problem, ServiceUnavailable } from '@turnpike/problems';
import { proxyBounds } from './proxy-bounds.js';

/**
 * Decides what becomes of reserved uses, once each. What cannot be decided for now is tried again; a use that stays undecided
 * is committed when its time is over, so nothing is served twice for it.
 */
@Injectable()
export class UseOutcomes {
  private readonly underWay = new Set<Promise<void>>();
  private lostAnswers = 0;

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
    await Promise.race([released, pause(proxyBounds.releaseMillis, undefined, { ref: false })]);
  }

  /**
   * Gives back a use whose verification failed so that nobody knows whether it is reserved: `ask` puts the same question again,
   * by the same request id. Nobody has to wait for it, and beyond so many at a time it is left to the end of its time.
   */
  giveBackUnknown(tenant: Tenant, cause: unknown, ask: () => Promise<VerifyAnswer>): void {
    if (isFinal(cause)) return;
    this.lostAnswers += 1;
    const isLeft = this.underWay.size >= proxyBounds.outcomesUnderWayMax;
    this.logger.warn({ lostAnswers: this.lostAnswers, isLeft }, 'the answer of a verification was lost');
    if (isLeft) return;
    void this.begin(async () => {
      const { valid, useId } = await ask();
      if (valid && useId !== null) await this.uses.release(tenant, useId);
    });
  }

  /** Waits for what is being decided, for a bounded time. */
  async close(): Promise<void> {
    const all = Promise.all(this.underWay);
    await Promise.race([all, pause(proxyBounds.closeMillis, undefined, { ref: false })]);
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
        if (isFinal(error) || attempt >= proxyBounds.outcomeTriesMax) {
          this.logger.warn({ err: error }, 'a reserved use could not be decided');
          return;
        }
      }
      await pause(proxyBounds.outcomeRetryMillis * attempt, undefined, { ref: false });
    }
  }
}

/** Whether the same again would end the same, with nothing done. */
function isFinal(error: unknown): boolean {
  return error instanceof Problem && !(error instanceof ServiceUnavailable);
}

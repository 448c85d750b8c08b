import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '@turnpike/observability';

const UNDER_WAY_MAX = 100;

/**
 * Does what an answer must not wait for, since how long it takes would tell whether there is such an account. What fails is
 * logged; beyond a bound callers wait after all; a shutdown waits for what is under way.
 */
@Injectable()
export class Afterwards implements OnApplicationShutdown {
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly logger: Logger) {}

  /** Begins the work, and resolves at once unless too much is under way. Never rejects for it. */
  async run(work: () => Promise<void>): Promise<void> {
    const running = work()
      .catch((error: unknown) => {
        this.logger.error({ err: error }, 'could not do what was to follow an answer');
      })
      .finally(() => this.underWay.delete(running));
    this.underWay.add(running);
    if (this.underWay.size > UNDER_WAY_MAX) await running;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  onApplicationShutdown(): Promise<void> {
    return this.settled();
  }
}

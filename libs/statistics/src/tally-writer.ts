import { Clock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { Logger } from '@turnpike/observability';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

import { statisticsBounds } from './statistics-bounds.js';
import { TallyRepository } from './tally.repository.js';
import { VerifyTally } from './verify-tally.js';

/**
 * Writes every few seconds, and once more at the end, what verify has counted. A write that fails is not repeated, since it
 * may have been committed: figures rather lack some seconds than tell them twice.
 */
@Injectable()
export class TallyWriter implements OnModuleInit, OnApplicationShutdown {
  private readonly repository: TallyRepository;
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    pool: ColdPool,
    private readonly tally: VerifyTally,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.repository = new TallyRepository(pool);
  }

  /** Starts the rounds; they do not keep the process alive. */
  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), statisticsBounds.tallyFlushMillis).unref();
  }

  /** Writes what has been counted so far, after what is being written. Never rejects. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** Stops the rounds and writes what is left. */
  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.flush();
  }

  private async write(): Promise<void> {
    const taken = this.tally.take();
    if (taken === null) return;
    try {
      await this.repository.write(taken, this.clock.now());
    } catch (error) {
      this.logger.warn({ err: error }, 'some seconds of uses and refusals are missing in the figures');
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { Logger } from '@turnpike/observability';
import { LastUses } from './last-uses.js';

/** Writes last uses twice a minute and once more at shutdown. A failure is logged and made up for by the next round. */
@Injectable()
export class LastUseWriter implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly lastUses: LastUses,
    private readonly logger: Logger,
  ) {}

  /** Starts the rounds; they do not keep the process alive. */
  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), limits.apiKeyLastUsedFlushMillis).unref();
  }

  /** Stops the rounds and writes what is left. */
  async onApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.flush();
  }

  private async flush(): Promise<void> {
    try {
      await this.lastUses.flush();
    } catch (error) {
      this.logger.warn({ err: error }, 'could not write when keys were used last');
    }
  }
}

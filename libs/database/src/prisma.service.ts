import { limits } from '@turnpike/config';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { connectionSettings } from './connection-settings.js';
import { Prisma, PrismaClient } from './generated/client.js';

export { Prisma };

/** What a callback of `$transaction` gets: the client, within that transaction. */
export type TransactionClient = Prisma.TransactionClient;

/** The typed client for everything that is not the hot path. Connects when first used, and again after every loss. */
@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  constructor(url: string, size: number = limits.databasePoolMax) {
    const logger = new Logger(PrismaService.name);
    const lost = (error: Error): void => logger.warn(`lost a database connection: ${error.message}`);
    super({
      adapter: new PrismaPg(
        { ...connectionSettings(url), max: size },
        { onPoolError: lost, onConnectionError: lost },
      ),
      transactionOptions: { maxWait: limits.databaseConnectMillis, timeout: limits.databaseStatementMillis },
      errorFormat: 'minimal',
    });
  }

  /** Closes every connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.$disconnect();
  }
}

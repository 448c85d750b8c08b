import { Global, Module } from '@nestjs/common';
import { Clock, ENV, EnvError, limits } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { Logger } from '@turnpike/observability';
import { RedisConnections } from '@turnpike/redis';
import { PostgresQueueBackend } from './postgres-queue-backend.js';
import { QueueBackend } from './queue-backend.js';
import { queueBounds } from './queue-bounds.js';
import { QueueProducer } from './queue-producer.js';
import { QueueReport } from './queue-report.js';
import { RedisQueueBackend } from './redis-queue-backend.js';
import { TroubleLog } from './trouble-log.js';

/** Queues in Redis where REDIS_URL names one, else in the database; and the producer that requests use. */
@Global()
@Module({
  providers: [
    QueueReport,
    {
      provide: QueueBackend,
      inject: [ENV, RedisConnections, Clock, Logger],
      useFactory: (env: Env, connections: RedisConnections, clock: Clock, logger: Logger): QueueBackend => {
        const witness = new TroubleLog(logger, clock, queueBounds.quietMillis);
        if (connections.configured) return new RedisQueueBackend(connections, witness);
        if (env.databaseUrl === null) {
          throw new EnvError('DATABASE_URL', 'the address of a PostgreSQL database');
        }
        return new PostgresQueueBackend(env.databaseUrl, limits.queueProducerMillis, witness);
      },
    },
    {
      provide: QueueProducer,
      inject: [QueueBackend, Clock, Logger],
      useFactory: (backend: QueueBackend, clock: Clock, logger: Logger) =>
        new QueueProducer(
          backend,
          { waitMillis: limits.queueProducerMillis, restMillis: queueBounds.restMillis },
          clock,
          (job, error) => logger.warn({ err: error, job }, 'a nudge was lost; the schedule makes up for it'),
        ),
    },
  ],
  exports: [QueueBackend, QueueProducer, QueueReport],
})
export class QueuesModule {}

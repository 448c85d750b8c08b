import { Module } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import { isRestored, RestoredDatabaseError } from '@turnpike/events';
import { RedisConnections } from '@turnpike/redis';
import { HEALTH_CHECKS } from './health-check.js';
import type { HealthCheck } from './health-check.js';
import { HealthController } from './health.controller.js';
import { HealthReport } from './health-report.js';
import { ProblemsController } from './problems.controller.js';

/** How the process stands, and what its errors mean. */
@Module({
  controllers: [HealthController, ProblemsController],
  providers: [
    HealthReport,
    {
      provide: HEALTH_CHECKS,
      inject: [HotPool, RedisConnections],
      useFactory: (pool: HotPool, redis: RedisConnections): HealthCheck[] => [
        { name: 'database', required: true, look: () => pool.query({ text: 'SELECT 1' }) },
        // Mint and verify go on without the queues and without Redis: limits become local, and the sweeps find what the
        // queues forget.
        {
          name: 'queues',
          required: false,
          look: () => (redis.configured ? redis.for('producer').ping() : pool.query({ text: 'SELECT 1' })),
        },
        // They stand still after a restore beneath running processes, until one is started anew.
        { name: 'events', required: false, look: () => requireOrder(pool) },
        ...(redis.configured
          ? [{ name: 'redis', required: false, look: () => redis.for('commands').ping() }]
          : []),
      ],
    },
  ],
})
export class HealthModule {}

async function requireOrder(pool: HotPool): Promise<void> {
  if (await isRestored(pool)) throw new RestoredDatabaseError();
}

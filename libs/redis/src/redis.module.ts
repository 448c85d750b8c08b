import { Global, Module } from '@nestjs/common';
import { Clock, ENV, limits } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { ColdPool, Notifications } from '@turnpike/database';
import { Logger } from '@turnpike/observability';
import { InvalidationBus } from './invalidation-bus.js';
import { MemoryRateLimitStore } from './memory-rate-limit-store.js';
import { MemoryTokenBuckets } from './memory-token-buckets.js';
import { NotifyInvalidationBus } from './notify-invalidation-bus.js';
import { PostgresTokenBuckets } from './postgres-token-buckets.repository.js';
import { RateLimitStore } from './rate-limit-store.js';
import { LOCAL_SHARE } from './redis-bounds.js';
import { RedisConnections } from './redis-connections.js';
import { RedisInvalidationBus } from './redis-invalidation-bus.js';
import { RedisRateLimitStore } from './redis-rate-limit-store.js';
import { RedisTokenBuckets } from './redis-token-buckets.js';
import { TokenBuckets } from './token-buckets.js';

/**
 * What processes share besides the database: rate limits, budgets and invalidations, over Redis where REDIS_URL names
 * one; else limits are per process, budgets are rows, and the database's notifications carry invalidations.
 */
@Global()
@Module({
  providers: [
    {
      provide: RedisConnections,
      inject: [ENV, Logger],
      useFactory: (env: Env, logger: Logger) =>
        new RedisConnections(env.redisUrl, {
          lost: (purpose, error) => logger.warn({ err: error, purpose }, 'lost the connection to Redis'),
          back: (purpose) => logger.info({ purpose }, 'connected to Redis again'),
        }),
    },
    {
      provide: RateLimitStore,
      inject: [RedisConnections, Clock],
      useFactory: (connections: RedisConnections, clock: Clock): RateLimitStore => {
        const local = new MemoryRateLimitStore(clock, limits.rateLimitBucketsMax);
        return connections.configured
          ? new RedisRateLimitStore(connections.for('commands'), local, clock)
          : local;
      },
    },
    {
      provide: TokenBuckets,
      inject: [RedisConnections, ColdPool, Clock],
      useFactory: (connections: RedisConnections, pool: ColdPool, clock: Clock): TokenBuckets => {
        const local = new MemoryTokenBuckets(clock, LOCAL_SHARE);
        return connections.configured
          ? new RedisTokenBuckets(connections.for('commands'), local, clock)
          : new PostgresTokenBuckets(pool, local, clock);
      },
    },
    {
      provide: InvalidationBus,
      inject: [RedisConnections, Notifications],
      useFactory: (connections: RedisConnections, notifications: Notifications): InvalidationBus =>
        connections.configured
          ? new RedisInvalidationBus(connections)
          : new NotifyInvalidationBus(notifications),
    },
  ],
  exports: [RedisConnections, RateLimitStore, TokenBuckets, InvalidationBus],
})
export class RedisModule {}

import { ENV, EnvError } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { Global, Module } from '@nestjs/common';
import { HotPool } from './hot-pool.js';
import { Notifications } from './notifications.js';
import { PrismaService } from './prisma.service.js';

/** Gives every module the two ways to the database, and notifications. `DATABASE_URL` must be known by then. */
@Global()
@Module({
  providers: [
    { provide: PrismaService, inject: [ENV], useFactory: (env: Env) => new PrismaService(urlOf(env)) },
    { provide: HotPool, inject: [ENV], useFactory: (env: Env) => new HotPool(urlOf(env)) },
    {
      provide: Notifications,
      inject: [ENV, HotPool],
      useFactory: (env: Env, pool: HotPool) => new Notifications(urlOf(env), pool),
    },
  ],
  exports: [PrismaService, HotPool, Notifications],
})
export class DatabaseModule {}

function urlOf(env: Env): string {
  if (env.databaseUrl === null) throw new EnvError('DATABASE_URL', 'the address of a PostgreSQL database');
  return env.databaseUrl;
}

import { ENV, EnvError } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { Global, Module } from '@nestjs/common';
import { ColdPool } from './cold-pool.js';
import { HotPool } from './hot-pool.js';
import { Notifications } from './notifications.js';
import { ReadDatabase } from './read-database.js';
import { PrismaService } from './prisma.service.js';

/** Gives every module the ways to the database, and notifications. `DATABASE_URL` must be known by then. */
@Global()
@Module({
  providers: [
    ReadDatabase,
    { provide: PrismaService, inject: [ENV], useFactory: (env: Env) => new PrismaService(urlOf(env)) },
    { provide: HotPool, inject: [ENV], useFactory: (env: Env) => new HotPool(urlOf(env)) },
    { provide: ColdPool, inject: [ENV], useFactory: (env: Env) => new ColdPool(urlOf(env)) },
    {
      provide: Notifications,
      inject: [ENV, HotPool],
      useFactory: (env: Env, pool: HotPool) => new Notifications(urlOf(env), pool),
    },
  ],
  exports: [PrismaService, HotPool, ColdPool, Notifications, ReadDatabase],
})
export class DatabaseModule {}

function urlOf(env: Env): string {
  if (env.databaseUrl === null) throw new EnvError('DATABASE_URL', 'the address of a PostgreSQL database');
  return env.databaseUrl;
}

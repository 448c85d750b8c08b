import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuditModule } from '@turnpike/audit';
import { ChallengesModule } from '@turnpike/challenges';
import { ConfigModule } from '@turnpike/config';
import { DatabaseModule } from '@turnpike/database';
import { MailModule } from '@turnpike/mail';
import { MembersModule } from '@turnpike/members';
import { MerchantsModule } from '@turnpike/merchants';
import { NestLogger, ObservabilityModule } from '@turnpike/observability';
import { ProxiesModule } from '@turnpike/proxies';
import { QueuesModule } from '@turnpike/queues';
import { RedisModule } from '@turnpike/redis';
import { SecretsModule } from '@turnpike/secrets';
import { WalletsModule } from '@turnpike/wallets';
import { WebhooksModule } from '@turnpike/webhooks';
import { WorkerModule } from '../../worker/src/worker.module.js';
import type { CommandCall } from './command.js';
import { withInstance } from './instance.js';
import type { Instance } from './instance.js';

/** The parts of the program that commands call, by their class. */
export interface Parts extends Instance {
  readonly part: <T>(type: Type<T> | (abstract new (...args: never[]) => T)) => T;
}

class OperatorRoot {}

/** Does some work with the parts that serve merchants, on the instance that the configuration names. */
export function withParts<T>(call: CommandCall, work: (parts: Parts) => Promise<T>): Promise<T> {
  return withInstance(
    call.env(),
    (line) => call.progress(line),
    (instance) => withPartsOf(instance, work),
  );
}

/** The same on an instance that is open. */
export function withPartsOf<T>(instance: Instance, work: (parts: Parts) => Promise<T>): Promise<T> {
  const imports = [
    ConfigModule.forRoot(instance.env),
    ObservabilityModule,
    SecretsModule,
    DatabaseModule,
    RedisModule,
    QueuesModule,
    AuditModule,
    MerchantsModule,
    WalletsModule,
    ChallengesModule,
    MailModule,
    MembersModule,
    WebhooksModule,
    ProxiesModule,
  ];
  return withContext({ module: OperatorRoot, imports }, instance, work);
}

/** Does some work with the worker's jobs, none of which is taken up by itself. */
export function withWorker<T>(call: CommandCall, work: (parts: Parts) => Promise<T>): Promise<T> {
  return withInstance(
    call.env(),
    (line) => call.progress(line),
    (instance) => withContext(WorkerModule.forRoot(instance.env), instance, work),
  );
}

async function withContext<T>(
  module: Parameters<typeof NestFactory.createApplicationContext>[0],
  instance: Instance,
  work: (parts: Parts) => Promise<T>,
): Promise<T> {
  const context: INestApplicationContext = await NestFactory.createApplicationContext(module, {
    bufferLogs: true,
    abortOnError: false,
  });
  context.useLogger(context.get(NestLogger));
  try {
    return await work({ ...instance, part: (type) => context.get(type, { strict: false }) });
  } finally {
    await context.close();
  }
}

import { type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type ManualClock, parseEnv } from '@turnpike/config';
import { type JobKind, JOBS } from '@turnpike/queues';
import { LookUps, StreamKeeper } from '@turnpike/settlements';
import { type AddressInfo } from 'node:net';

import { createApi, stopApi } from '../../apps/api/src/bootstrap.js';
import { JobRegistry } from '../../apps/worker/src/job-registry.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { InstanceCalls } from './instance-calls.js';
import { apiVariables } from './listening-api.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

/** A test asks until something is there. */
const UNLIMITED = { RATE_LIMIT_READ: '0', RATE_LIMIT_WRITE: '0' };

/** What a clocked instance is started with. */
export interface ClockedSettings {
  readonly clock: ManualClock;
  readonly variables?: Readonly<Record<string, string>>;
}

/**
 * API and worker in this process, on a database of their own and a clock that the test moves. The worker does its jobs
 * when it is told to, so that the time of every look-up is the test's.
 */
export class ClockedInstance extends InstanceCalls {
  private constructor(
    readonly database: TestDatabase,
    app: NestFastifyApplication,
    readonly variables: Readonly<Record<string, string>>,
    private readonly worker: INestApplicationContext,
    readonly clock: ManualClock,
    private readonly ownsDatabase: boolean,
  ) {
    const { port } = app.getHttpServer().address() as AddressInfo;
    super(app, `http://127.0.0.1:${String(port)}`);
  }

  /** Starts one whose live keys may use emulators. */
  static async start({ clock, variables = {} }: ClockedSettings): Promise<ClockedInstance> {
    const database = await createTestDatabase();
    const allowed = { ADDRESS_ALLOW: '127.0.0.1', WALLET_ALLOW_NETWORKS: 'regtest', ...UNLIMITED };
    return ClockedInstance.open(
      database,
      apiVariables(database.url, { ...allowed, ...variables }),
      clock,
      true,
    );
  }

  /** A second one on the same database, with the same keys and other variables. It has to be stopped first. */
  alike(more: Readonly<Record<string, string>>): Promise<ClockedInstance> {
    return ClockedInstance.open(this.database, { ...this.variables, ...more }, this.clock, false);
  }

  private static async open(
    database: TestDatabase,
    variables: Readonly<Record<string, string>>,
    clock: ManualClock,
    ownsDatabase: boolean,
  ): Promise<ClockedInstance> {
    const env = parseEnv(variables);
    const app = await createApi({ env, clock, listen: true });
    const worker = await NestFactory.createApplicationContext(WorkerModule.forRoot(env, clock), {
      logger: false,
      abortOnError: false,
    });
    return new ClockedInstance(database, app, variables, worker, clock, ownsDatabase);
  }

  /** Has the worker do a job once. */
  async job({ name }: JobKind): Promise<void> {
    await this.worker.get(JobRegistry).of(name).run(new AbortController().signal);
  }

  /** A part of the worker. */
  workerPart<T>(type: Type<T>): T {
    return this.worker.get(type);
  }

  /** One round of look-ups; resolves when every wallet has answered or not, and that is on record. */
  async round(): Promise<void> {
    await this.job(JOBS.lookUpRound);
    await this.worker.get(LookUps).idle();
  }

  /** Rounds of look-ups, so many, each so many seconds after the one before. */
  async rounds(count: number, seconds: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      this.clock.advanceSeconds(seconds);
      await this.round();
    }
  }

  /**
   * Rounds of look-ups at this moment until that is so. One may not do: a row that a hint holds just then is left to the
   * next.
   */
  async roundsUntil(isSo: () => Promise<boolean>): Promise<void> {
    do await this.round();
    while (!(await isSo()));
  }

  /** Has the worker take the streams that nobody holds. */
  async takeStreams(): Promise<number> {
    return this.worker.get(StreamKeeper).look();
  }

  /** Ends it. */
  async stop(): Promise<void> {
    await this.worker.close();
    await stopApi(this.app, parseEnv(this.variables));
    if (this.ownsDatabase) await this.database.drop();
  }
}

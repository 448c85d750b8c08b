import { randomBytes } from 'node:crypto';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { ConfigModule, ManualClock, parseEnv } from '@turnpike/config';
import { DatabaseModule, HotPool } from '@turnpike/database';
import {
  ApiKeyLifecycle,
  ApiKeys,
  MerchantsModule,
  Merchants,
  PlanUpkeep,
  Plans,
  Settings,
} from '@turnpike/merchants';
import type { Principal } from '@turnpike/merchants';
import { ObservabilityModule } from '@turnpike/observability';
import { InvalidationBus, RedisModule } from '@turnpike/redis';

/** One process that knows merchants; several may share a database. */
export class MerchantsProcess {
  readonly merchants: Merchants;
  readonly keys: ApiKeys;
  readonly lifecycle: ApiKeyLifecycle;
  readonly settings: Settings;
  readonly plans: Plans;
  readonly upkeep: PlanUpkeep;
  readonly bus: InvalidationBus;
  readonly pool: HotPool;

  private constructor(
    private readonly module: TestingModule,
    readonly clock: ManualClock,
  ) {
    this.merchants = module.get(Merchants, { strict: false });
    this.keys = module.get(ApiKeys, { strict: false });
    this.lifecycle = module.get(ApiKeyLifecycle, { strict: false });
    this.settings = module.get(Settings, { strict: false });
    this.plans = module.get(Plans, { strict: false });
    this.upkeep = module.get(PlanUpkeep, { strict: false });
    this.bus = module.get(InvalidationBus, { strict: false });
    this.pool = module.get(HotPool, { strict: false });
  }

  /** Starts a process on a database, with `more` variables; it hears the others before this resolves. */
  static async start(
    databaseUrl: string,
    clock = new ManualClock(new Date('2026-11-20T10:00:00Z')),
    more: Readonly<Record<string, string>> = {},
  ): Promise<MerchantsProcess> {
    const key = `1:${randomBytes(32).toString('base64')}`;
    const env = parseEnv({
      DATABASE_URL: databaseUrl,
      MASTER_KEYS: key,
      INVOICE_KEYS: key,
      SEAL_KEYS: key,
      LOG_LEVEL: 'silent',
      ...more,
    });
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(env, clock),
        ObservabilityModule,
        DatabaseModule,
        RedisModule,
        MerchantsModule,
      ],
    }).compile();
    await module.init();
    const started = new MerchantsProcess(module, clock);
    await started.bus.ready();
    return started;
  }

  /** Who holds a key, as this process sees it. */
  async holder(key: string): Promise<Principal | null> {
    return this.keys.authenticate(key);
  }

  /** The holder of a key that must be good. */
  async principal(key: string): Promise<Principal> {
    const principal = await this.holder(key);
    if (principal === null) throw new Error('the key is not valid');
    return principal;
  }

  /** Resolves when this process has been told of a change by any process. Call it before the change. */
  told(): Promise<void> {
    return new Promise((resolve) => {
      // Later handlers are called later, so by then the process itself has acted on it.
      void this.bus.subscribe('merchant', () => {
        resolve();
      });
    });
  }

  /** The events of a type that stand in the outbox, oldest first. */
  async events(type: string): Promise<readonly Record<string, unknown>[]> {
    const { rows } = await this.pool.query<{ data: Record<string, unknown> }>({
      text: 'SELECT data FROM outbox WHERE type = $1 ORDER BY id',
      values: [type],
    });
    return rows.map(({ data }) => data);
  }

  /** Shuts down as on a signal, writing what is still to be written. */
  async stop(): Promise<void> {
    await this.module.close();
  }
}

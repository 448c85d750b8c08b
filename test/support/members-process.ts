import { randomBytes } from 'node:crypto';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { ConfigModule, ManualClock, parseEnv } from '@turnpike/config';
import { ColdPool, DatabaseModule } from '@turnpike/database';
import { MembersModule, TellOwners } from '@turnpike/members';
import { Merchants } from '@turnpike/merchants';
import { ObservabilityModule } from '@turnpike/observability';
import { RedisModule } from '@turnpike/redis';
import { SecretsModule } from '@turnpike/secrets';

const ring = `1:${randomBytes(32).toString('base64')}`;

/** One process that knows members, under the keys of all others of the test file; several may share a database. */
export class MembersProcess {
  private constructor(
    private readonly module: TestingModule,
    readonly clock: ManualClock,
  ) {}

  /** Starts a process on a database, with `more` variables. */
  static async start(
    databaseUrl: string,
    more: Readonly<Record<string, string>> = {},
    clock = new ManualClock(new Date('2026-11-20T10:00:00Z')),
  ): Promise<MembersProcess> {
    const keys = { MASTER_KEYS: ring, INVOICE_KEYS: ring, SEAL_KEYS: ring };
    const env = parseEnv({ DATABASE_URL: databaseUrl, ...keys, LOG_LEVEL: 'silent', ...more });
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(env, clock),
        ObservabilityModule,
        SecretsModule,
        DatabaseModule,
        RedisModule,
        MembersModule,
      ],
    }).compile();
    await module.init();
    return new MembersProcess(module, clock);
  }

  get owners(): TellOwners {
    return this.part(TellOwners);
  }

  get merchants(): Merchants {
    return this.part(Merchants);
  }

  get pool(): ColdPool {
    return this.part(ColdPool);
  }

  /** A part of it. */
  part<T>(type: abstract new (...args: never[]) => T): T {
    return this.module.get<T>(type, { strict: false });
  }

  /** Shuts down as on a signal. */
  async stop(): Promise<void> {
    await this.module.close();
  }
}

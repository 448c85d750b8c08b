import { randomBytes } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ConfigModule, ManualClock, parseEnv } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';
import { parseMerchantId, type MerchantId, type Tenant } from '@turnpike/l402';
import { createLogger, Logger, Metrics } from '@turnpike/observability';
import { MemoryTokenBuckets, TokenBuckets } from '@turnpike/redis';
import { InvoiceKeys, KeyRing, Sealer } from '@turnpike/secrets';
import { ProviderRegistry, sealContextOf, Wallets, WalletsModule } from '@turnpike/wallets';
import type { ConnectionSettings } from '@turnpike/wallets';
import { ScriptedWallet } from './scripted-wallet.js';

/** What is different about a wallet connection of a test. */
export interface ConnectionChange {
  readonly kind?: string;
  readonly sealed?: Buffer;
  /** Sealed for the connection, instead of the name of a scripted wallet. */
  readonly credentials?: object;
}

/** What is different about the program that the wallets are put together in. */
export interface WalletsFixtureOptions {
  readonly clock?: ManualClock;
  /** The budgets' store; one of this process alone if absent. */
  readonly buckets?: (clock: ManualClock) => TokenBuckets;
  readonly variables?: Readonly<Record<string, string>>;
  /** The ring that seals, for programs that share a database. */
  readonly sealer?: Sealer;
}

/** The wallets of one live merchant, on a database of their own; two scripted ones can be connected by name. */
export class WalletsFixture {
  readonly first: ScriptedWallet;
  readonly second: ScriptedWallet;
  /** The settings that scripted wallets were opened with, in order. */
  readonly opened: ConnectionSettings[] = [];

  private constructor(
    readonly pool: HotPool,
    readonly wallets: Wallets,
    readonly registry: ProviderRegistry,
    readonly clock: ManualClock,
    readonly invoiceKeys: InvoiceKeys,
    readonly sealer: Sealer,
    readonly live: Tenant,
    readonly close: () => Promise<void>,
  ) {
    this.first = new ScriptedWallet(clock);
    this.second = new ScriptedWallet(clock);
    registry.add('scripted', (settings) => {
      this.opened.push(settings);
      return (settings.credentials as { name: string }).name === 'first' ? this.first : this.second;
    });
  }

  /** Puts the wallets together for a merchant of this number, in a program whose live keys may use regtest. */
  static async open(
    pool: HotPool,
    merchantId: number,
    options: WalletsFixtureOptions = {},
  ): Promise<WalletsFixture> {
    const { clock = new ManualClock(new Date('2026-11-20T12:00:00Z')), variables = {} } = options;
    const { buckets = (own: ManualClock) => new MemoryTokenBuckets(own) } = options;
    const invoiceKeys = new InvoiceKeys([{ kid: 9, key: randomBytes(32) }]);
    const { sealer = new Sealer(new KeyRing([{ kid: 1, key: randomBytes(32) }])) } = options;
    const surroundings = [
      // Without its shutdown hook: the pool is the caller's and outlives the module.
      { provide: HotPool, useFactory: () => ({ query: pool.query.bind(pool) }) },
      { provide: ColdPool, useFactory: () => ({ query: pool.query.bind(pool) }) },
      { provide: TokenBuckets, useValue: buckets(clock) },
      { provide: InvoiceKeys, useValue: invoiceKeys },
      { provide: Sealer, useValue: sealer },
      { provide: Logger, useValue: createLogger({ logLevel: 'silent' }) },
      Metrics,
    ];
    @Global()
    @Module({
      providers: surroundings,
      exports: [HotPool, ColdPool, InvoiceKeys, Logger, Metrics, Sealer, TokenBuckets],
    })
    class SurroundingsModule {}

    const env = parseEnv({ WALLET_ALLOW_NETWORKS: 'mainnet,regtest', ...variables });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(env, clock), SurroundingsModule, WalletsModule],
    }).compile();
    const live: Tenant = { mode: 'live', merchantId: parseMerchantId(merchantId) as MerchantId };
    return new WalletsFixture(
      pool,
      module.get(Wallets),
      module.get(ProviderRegistry),
      clock,
      invoiceKeys,
      sealer,
      live,
      () => module.close(),
    );
  }

  /** Connects one of the scripted wallets, or what `change` makes of it. Gives the connection's id. */
  async connect(
    name: 'first' | 'second',
    role: 'primary' | 'fallback' | null,
    change: ConnectionChange = {},
  ): Promise<string> {
    const id = `wal_${randomBytes(16).toString('hex')}`;
    const sealed = change.sealed ?? this.seal(id, change.credentials ?? { name });
    await this.pool.query({
      text: `INSERT INTO wallet_connection
        (id, merchant_id, kind, role, sealed_credentials, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
      values: [id, this.live.merchantId, change.kind ?? 'scripted', role, sealed, this.clock.now()],
    });
    return id;
  }

  /** Credentials, or those of a scripted wallet of that name, sealed for a connection. */
  seal(connectionId: string, credentials: object | 'first' | 'second'): Buffer {
    const plain = Buffer.from(
      JSON.stringify(typeof credentials === 'string' ? { name: credentials } : credentials),
    );
    return this.sealer.seal(plain, sealContextOf(this.live.merchantId, connectionId));
  }
}

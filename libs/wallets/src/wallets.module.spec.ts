import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, ConfigModule, ManualClock, parseEnv, SystemClock } from '@turnpike/config';
import { ColdPool, HotPool } from '@turnpike/database';
import { createLogger, Logger, Metrics } from '@turnpike/observability';
import { MemoryTokenBuckets, TokenBuckets } from '@turnpike/redis';
import { InvoiceKeys, KeyRing, Sealer } from '@turnpike/secrets';
import { ProviderRegistry } from './provider-registry.js';
import { PruneSandbox } from './sandbox/prune-sandbox.js';
import { SandboxFaults } from './sandbox/sandbox-faults.js';
import { SandboxWallet } from './sandbox/sandbox-wallet.js';
import { Wallets } from './wallets.js';
import { WalletsModule } from './wallets.module.js';

const keys = [{ kid: 1, key: Buffer.alloc(32, 1) }];

@Global()
@Module({
  providers: [
    { provide: HotPool, useFactory: () => new HotPool('postgres://127.0.0.1:1/none') },
    { provide: ColdPool, useFactory: () => new ColdPool('postgres://127.0.0.1:1/none') },
    { provide: TokenBuckets, useValue: new MemoryTokenBuckets(new SystemClock()) },
    { provide: InvoiceKeys, useValue: new InvoiceKeys(keys) },
    { provide: Logger, useValue: createLogger({ logLevel: 'silent' }) },
    Metrics,
    { provide: Sealer, useValue: new Sealer(new KeyRing(keys)) },
  ],
  exports: [HotPool, ColdPool, InvoiceKeys, Logger, Metrics, Sealer, TokenBuckets],
})
class SurroundingsModule {}

describe('WalletsModule', () => {
  it('puts itself together from the configuration, the clock, the keys and the pool', async () => {
    const clock = new ManualClock(new Date(0));
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(parseEnv({}), clock), SurroundingsModule, WalletsModule],
    }).compile();
    for (const part of [Wallets, SandboxWallet, SandboxFaults, PruneSandbox, ProviderRegistry]) {
      expect(module.get(part)).toBeInstanceOf(part);
    }
    expect(module.get(Clock)).toBe(clock);
    await module.close();
  });
});

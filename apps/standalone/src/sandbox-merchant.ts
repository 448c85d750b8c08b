import { ConfigModule, type Env } from '@turnpike/config';
import { DatabaseModule } from '@turnpike/database';
import { ApiKeyLifecycle, Merchants, MerchantsModule } from '@turnpike/merchants';
import { NestLogger, ObservabilityModule } from '@turnpike/observability';
import { RedisModule } from '@turnpike/redis';
import { SecretsModule } from '@turnpike/secrets';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EmailTaken } from '@turnpike/problems';

const NAME = 'Sandbox';
const EMAIL = 'sandbox@localhost';

/** The sandbox merchant and a test key with every scope. */
export interface SandboxMerchant {
  readonly merchantId: number;
  readonly testApiKey: string;
}

@Module({})
class FirstRunModule {}

/** Makes the sandbox merchant, or, if an earlier start was cut short, gives the one it made a new test key. */
export async function openSandboxMerchant(env: Env): Promise<SandboxMerchant> {
  const context = await NestFactory.createApplicationContext(
    {
      module: FirstRunModule,
      imports: [
        ConfigModule.forRoot(env),
        ObservabilityModule,
        SecretsModule,
        DatabaseModule,
        RedisModule,
        MerchantsModule,
      ],
    },
    { bufferLogs: true, abortOnError: false },
  );
  context.useLogger(context.get(NestLogger));
  try {
    return await create(context.get(Merchants), context.get(ApiKeyLifecycle));
  } finally {
    await context.close();
  }
}

async function create(merchants: Merchants, keys: ApiKeyLifecycle): Promise<SandboxMerchant> {
  try {
    const { merchant, testApiKey } = await merchants.create({ name: NAME, email: EMAIL });
    return { merchantId: merchant.merchantId, testApiKey };
  } catch (error) {
    if (!(error instanceof EmailTaken)) throw error;
  }
  const merchant = await merchants.findByEmail(EMAIL);
  if (!merchant) throw new Error('the sandbox merchant is registered but cannot be found');
  const { merchantId } = merchant;
  const { key } = await keys.issueByOperator({ merchantId, mode: 'test' }, true);
  return { merchantId, testApiKey: key };
}

import { ConfigModule, type Env } from '@turnpike/config';
import { DatabaseModule } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { FirstOwner, MembersModule } from '@turnpike/members';
import { ApiKeyLifecycle, ApiKeys, Merchants, MerchantsModule } from '@turnpike/merchants';
import { NestLogger, ObservabilityModule } from '@turnpike/observability';
import { RedisModule } from '@turnpike/redis';
import { SecretsModule } from '@turnpike/secrets';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EmailTaken, NotFound } from '@turnpike/problems';

const NAME = 'Sandbox';
/** The address of the sandbox merchant and of its owner, at which nobody gets letters. */
export const SANDBOX_EMAIL = 'sandbox@localhost';

/** The sandbox merchant and a test key of theirs. */
export interface SandboxMerchant {
  readonly merchantId: MerchantId;
  readonly testApiKey: string;
}

@Module({})
class FirstRunModule {}

/**
 * The sandbox merchant with a test key that works: what was kept of them, if it still does. A key that is over, or lost,
 * is followed by a new one with every scope, and the merchant's other keys stay as they are. A merchant who is not there
 * is made, and a merchant without members gets an owner who may also run the instance.
 */
export async function openSandboxMerchant(env: Env, kept: SandboxMerchant | null): Promise<SandboxMerchant> {
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
        MembersModule,
      ],
    },
    { bufferLogs: true, abortOnError: false },
  );
  context.useLogger(context.get(NestLogger));
  const [merchants, lifecycle] = [context.get(Merchants), context.get(ApiKeyLifecycle)];
  try {
    const sandbox =
      kept && (await works(context.get(ApiKeys), kept))
        ? kept
        : ((kept && (await withNewKey(lifecycle, kept.merchantId))) ?? (await create(merchants, lifecycle)));
    await context
      .get(FirstOwner)
      .run(sandbox.merchantId, { email: SANDBOX_EMAIL, name: NAME, operator: true });
    return sandbox;
  } finally {
    await context.close();
  }
}

async function works(keys: ApiKeys, { merchantId, testApiKey }: SandboxMerchant): Promise<boolean> {
  const principal = await keys.authenticate(testApiKey);
  return principal?.merchantId === merchantId && principal.mode === 'test';
}

/** Null if there is no such merchant, as when the database was made anew. */
async function withNewKey(
  lifecycle: ApiKeyLifecycle,
  merchantId: MerchantId,
): Promise<SandboxMerchant | null> {
  try {
    const { key } = await lifecycle.issueByOperator({ merchantId, mode: 'test' }, false);
    return { merchantId, testApiKey: key };
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

async function create(merchants: Merchants, lifecycle: ApiKeyLifecycle): Promise<SandboxMerchant> {
  try {
    // Without a trial, which would end one day and the sandbox with it, and without a live key, which nobody would be shown.
    await merchants.createKeyless(null, { name: NAME, email: SANDBOX_EMAIL, trialEndsAt: null });
  } catch (error) {
    if (!(error instanceof EmailTaken)) throw error;
  }
  const merchant = await merchants.findByEmail(SANDBOX_EMAIL);
  const found = merchant && (await withNewKey(lifecycle, merchant.merchantId));
  if (!found) throw new Error('the sandbox merchant is registered but cannot be found');
  return found;
}

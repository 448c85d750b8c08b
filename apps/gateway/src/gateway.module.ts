import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { ConfigModule } from '@turnpike/config';
import type { Clock, Env } from '@turnpike/config';
import { DatabaseModule } from '@turnpike/database';
import { MerchantsModule } from '@turnpike/merchants';
import { ObservabilityModule } from '@turnpike/observability';
import { OutboundModule } from '@turnpike/outbound';
import { ProxiesModule } from '@turnpike/proxies';
import { QueuesModule } from '@turnpike/queues';
import { RedisModule } from '@turnpike/redis';
import { SecretsModule } from '@turnpike/secrets';
import { Answers } from './answers.js';
import { ChargeOrForward } from './charge-or-forward.js';
import { GatewayAddress } from './gateway-address.js';
import { Gateway } from './gateway.js';
import { PayPages } from './pay-pages.js';
import { PaymentStatus } from './payment-status.js';
import { ProxyDocuments } from './proxy-documents.js';

const SERVING = [Answers, Gateway, GatewayAddress, ProxyDocuments];
const PAYING = [ChargeOrForward, PayPages, PaymentStatus];

/** Everything between a payer and an upstream. */
@Module({})
export class GatewayModule {
  /** The clock is the machine's unless another is given. */
  static forRoot(env: Env, clock?: Clock): DynamicModule {
    return {
      module: GatewayModule,
      imports: [
        ConfigModule.forRoot(env, clock),
        ObservabilityModule,
        SecretsModule,
        DatabaseModule,
        RedisModule,
        QueuesModule,
        MerchantsModule,
        OutboundModule,
        ChallengesModule,
        ProxiesModule,
      ],
      providers: [...SERVING, ...PAYING],
    };
  }
}

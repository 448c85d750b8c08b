import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { ConfigModule } from '@turnpike/config';
import type { Clock, Env } from '@turnpike/config';
import { DatabaseModule } from '@turnpike/database';
import { MembersModule } from '@turnpike/members';
import { MerchantsModule } from '@turnpike/merchants';
import { ObservabilityModule } from '@turnpike/observability';
import { QueuesModule } from '@turnpike/queues';
import { RedisModule } from '@turnpike/redis';
import { SecretsModule } from '@turnpike/secrets';
import { AccountModule } from './account/account.module.js';
import { AdminModule } from './admin/admin.module.js';
import { ApiKeysModule } from './api-keys/api-keys.module.js';
import { AuditRoutesModule } from './audit/audit-routes.module.js';
import { BookkeepingModule } from './bookkeeping/bookkeeping.module.js';
import { ChallengeSearchModule } from './challenge-search/challenge-search.module.js';
import { ChallengeRoutesModule } from './challenges/challenge-routes.module.js';
import { DashboardModule } from './dashboard/dashboard.module.js';
import { DocsModule } from './docs/docs.module.js';
import { EventRoutesModule } from './events/event-routes.module.js';
import { FiguresModule } from './figures/figures.module.js';
import { ForwardAuthModule } from './forward-auth/forward-auth.module.js';
import { HealthModule } from './health/health.module.js';
import { InspectorModule } from './inspector/inspector.module.js';
import { InstanceModule } from './instance/instance.module.js';
import { InstanceSaleModule } from './instance-sale/instance-sale.module.js';
import { MemberRoutesModule } from './members/member-routes.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { PlansModule } from './plans/plans.module.js';
import { ProviderWebhooksModule } from './provider-webhooks/provider-webhooks.module.js';
import { ProxyRoutesModule } from './proxies/proxy-routes.module.js';
import { QuickstartModule } from './quickstart/quickstart.module.js';
import { RegistryModule } from './registry/registry.module.js';
import { SandboxRoutesModule } from './sandbox/sandbox-routes.module.js';
import { SessionRoutesModule } from './session/session-routes.module.js';
import { SignUpRoutesModule } from './sign-up/sign-up-routes.module.js';
import { UseRoutesModule } from './uses/use-routes.module.js';
import { WalletRoutesModule } from './wallets/wallet-routes.module.js';
import { WebhookRoutesModule } from './webhooks/webhook-routes.module.js';

/** The API: what every part needs, then a module per resource. */
@Module({})
export class ApiModule {
  /** The clock is the machine's unless another is given. */
  static forRoot(env: Env, clock?: Clock): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.forRoot(env, clock),
        ObservabilityModule,
        SecretsModule,
        DatabaseModule,
        RedisModule,
        QueuesModule,
        MerchantsModule,
        MembersModule,
        HealthModule,
        OpenApiModule,
        DocsModule,
        DashboardModule,
        ChallengeRoutesModule,
        UseRoutesModule,
        SandboxRoutesModule,
        InstanceSaleModule,
        AccountModule,
        PlansModule,
        FiguresModule,
        ChallengeSearchModule,
        InspectorModule,
        QuickstartModule,
        ApiKeysModule,
        WalletRoutesModule,
        WebhookRoutesModule,
        EventRoutesModule,
        ProviderWebhooksModule,
        ProxyRoutesModule,
        RegistryModule,
        ForwardAuthModule,
        BookkeepingModule,
        AuditRoutesModule,
        SessionRoutesModule,
        SignUpRoutesModule,
        MemberRoutesModule,
        AdminModule,
        InstanceModule,
      ],
    };
  }
}

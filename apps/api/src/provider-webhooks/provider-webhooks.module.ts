import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { TakeHintsModule } from '@turnpike/settlements';
import { WalletsModule } from '@turnpike/wallets';
import { NoticeDesk } from './notice-desk.js';
import { registerNoticeRoutes } from './notice.routes.js';

/** Where wallets send their notices. */
@Module({ imports: [TakeHintsModule, WalletsModule], providers: [NoticeDesk] })
export class ProviderWebhooksModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly desk: NoticeDesk,
  ) {}

  onModuleInit(): void {
    registerNoticeRoutes(this.host.httpAdapter.getInstance(), this.desk);
  }
}

import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { EventsModule } from '@turnpike/events';
import { MembersModule, Sessions } from '@turnpike/members';
import { ApiKeys, MerchantsModule } from '@turnpike/merchants';
import { WebhooksModule } from '@turnpike/webhooks';
import { SessionCookie } from '../http/session-cookie.js';
import { registerEventStream } from './event-stream.route.js';
import { EventStreams } from './event-streams.js';
import { EventsController } from './events.controller.js';

/** A merchant's events over HTTP: the log, and the stream. */
@Module({
  imports: [EventsModule, MembersModule, MerchantsModule, WebhooksModule],
  controllers: [EventsController],
  providers: [EventStreams],
})
export class EventRoutesModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly streams: EventStreams,
    private readonly apiKeys: ApiKeys,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {}

  onModuleInit(): void {
    const { apiKeys, sessions, cookie } = this;
    registerEventStream(this.host.httpAdapter.getInstance(), this.streams, { apiKeys, sessions, cookie });
  }
}

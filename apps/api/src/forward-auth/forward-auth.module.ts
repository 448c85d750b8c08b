import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ProxiesModule } from '@turnpike/proxies';
import { registerForwardAuth } from './forward-auth.route.js';
import { ForwardAuth } from './forward-auth.js';

/** The route that reverse proxies ask whether a request is paid for. */
@Module({ imports: [ProxiesModule], providers: [ForwardAuth] })
export class ForwardAuthModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly forwardAuth: ForwardAuth,
  ) {}

  /** Puts it on Fastify. */
  onModuleInit(): void {
    registerForwardAuth(this.host.httpAdapter.getInstance(), this.forwardAuth);
  }
}

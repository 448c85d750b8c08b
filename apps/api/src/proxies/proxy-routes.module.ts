import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ImportOpenApi, ProxiesModule } from '@turnpike/proxies';
import { EndpointsController } from './endpoints.controller.js';
import { registerImport } from './import-openapi.route.js';
import { ProxiesController } from './proxies.controller.js';
import { ProxyChecksController } from './proxy-checks.controller.js';

/** Routes by which merchants manage their proxies. */
@Module({
  imports: [ProxiesModule],
  controllers: [ProxiesController, ProxyChecksController, EndpointsController],
})
export class ProxyRoutesModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly importing: ImportOpenApi,
  ) {}

  /** Puts the import on Fastify. */
  onModuleInit(): void {
    registerImport(this.host.httpAdapter.getInstance(), this.importing);
  }
}

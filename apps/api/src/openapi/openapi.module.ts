import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ENV, type Env, VERSION } from '@turnpike/config';
import { registerOpenApi } from './serve-openapi.js';

/** The description of the API for programs, `GET /openapi.json`; put straight on Fastify, as it is one text. */
@Module({})
export class OpenApiModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    const { publicUrl, priceSatsMax } = this.env;
    registerOpenApi(this.host.httpAdapter.getInstance(), { publicUrl, priceSatsMax, version: VERSION });
  }
}

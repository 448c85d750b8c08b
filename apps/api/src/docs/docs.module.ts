import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { registerDocs } from './register-docs.js';

/** The description of the API for people, `GET /docs`; its files go straight on Fastify. */
@Module({})
export class DocsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): Promise<void> {
    return registerDocs(this.host.httpAdapter.getInstance());
  }
}

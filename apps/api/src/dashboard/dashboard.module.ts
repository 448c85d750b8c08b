import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { PublicUrl } from '../http/public-url.js';
import { registerDashboard } from './register-dashboard.js';

/** The pages for people, `GET /dashboard`; their files go straight on Fastify. */
@Module({})
export class DashboardModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly publicUrl: PublicUrl,
  ) {}

  onModuleInit(): Promise<void> {
    const isHttps = this.publicUrl.value.startsWith('https:');
    return registerDashboard(this.host.httpAdapter.getInstance(), { isHttps });
  }
}

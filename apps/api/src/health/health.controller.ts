import { Controller, Get, Res } from '@nestjs/common';
import { limits } from '@turnpike/config';
import type { FastifyReply } from 'fastify';
import { Access } from '../http/access.decorator.js';
import { HealthReport } from './health-report.js';
import type { Health } from './health-report.js';

/** What people, supervisors and load balancers ask about this process. */
@Controller('health')
export class HealthController {
  constructor(private readonly report: HealthReport) {}

  /** Everything that was looked at; 503 if the process serves nobody. */
  @Get()
  @Access({ kind: 'public', limit: null })
  async health(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    return answered(await this.report.read(), reply);
  }

  /** That the process runs: a supervisor restarts it if this fails, so it asks nothing else. */
  @Get('live')
  @Access({ kind: 'public', limit: null })
  live(): Health {
    return this.report.alive();
  }

  /** Whether to send requests here; 503 while the database is away and from the first moment of a shutdown. */
  @Get('ready')
  @Access({ kind: 'public', limit: null })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    return answered(await this.report.read(), reply);
  }
}

function answered(health: Health, reply: FastifyReply): Health {
  if (health.status === 'down') {
    reply.code(503).header('retry-after', String(limits.serviceUnavailableRetrySeconds));
  }
  return health;
}

import { ChallengesModule as Challenges, VerifyCredential } from '@turnpike/challenges';
import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type FastifyAdapter } from '@nestjs/platform-fastify';

import { ChallengesController } from './challenges.controller.js';
import { registerVerifyRoute } from './verify.route.js';

/** Routes of challenges; verify goes straight on Fastify. */
@Module({ imports: [Challenges], controllers: [ChallengesController] })
export class ChallengeRoutesModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly verify: VerifyCredential,
  ) {}

  onModuleInit(): void {
    registerVerifyRoute(this.host.httpAdapter.getInstance(), this.verify);
  }
}

import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { ChallengeSearchController } from './challenge-search.controller.js';

/** The routes that look for challenges. */
@Module({ imports: [ChallengesModule], controllers: [ChallengeSearchController] })
export class ChallengeSearchModule {}

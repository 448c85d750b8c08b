import { ChallengesModule } from '@turnpike/challenges';
import { Module } from '@nestjs/common';

import { UsesController } from './uses.controller.js';

/** Routes of uses. */
@Module({ imports: [ChallengesModule], controllers: [UsesController] })
export class UseRoutesModule {}

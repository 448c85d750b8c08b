import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { ReconcileModule } from '@turnpike/settlements';
import { BookkeepingController } from './bookkeeping.controller.js';

/** The routes for a merchant's accounts. */
@Module({ imports: [ChallengesModule, ReconcileModule], controllers: [BookkeepingController] })
export class BookkeepingModule {}

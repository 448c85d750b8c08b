import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { WalletsModule } from '@turnpike/wallets';
import { TakeHints } from './take-hints.js';

/** Taking what wallets tell, for processes that look nothing up themselves. */
@Module({ imports: [ChallengesModule, WalletsModule], providers: [TakeHints], exports: [TakeHints] })
export class TakeHintsModule {}

import { Module } from '@nestjs/common';
import { ChallengesModule } from '@turnpike/challenges';
import { WalletsModule } from '@turnpike/wallets';
import { Reconcile } from './reconcile.js';
import { TakeHintsModule } from './take-hints.module.js';

/** Comparing our ledger with wallets' lists, for those who look nothing up otherwise. */
@Module({
  imports: [ChallengesModule, TakeHintsModule, WalletsModule],
  providers: [Reconcile],
  exports: [Reconcile],
})
export class ReconcileModule {}

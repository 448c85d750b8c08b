import { MerchantsModule } from '@turnpike/merchants';
import { StatisticsModule } from '@turnpike/statistics';
import { WalletsModule } from '@turnpike/wallets';
import { Module } from '@nestjs/common';

import { CapUsage } from './cap-usage.js';
import { ChallengeReader } from './challenge-reader.js';
import { ChallengeWatches } from './challenge-watches.js';
import { CredentialStatus } from './credential-status.js';
import { InspectToken } from './inspect-token.js';
import { KeysInUseRepository } from './keys-in-use.repository.js';
import { MintChallenge } from './mint-challenge.js';
import { MintClaims } from './mint-claims.js';
import { MppChallenges } from './mpp-challenges.js';
import { MppCredentials } from './mpp-credentials.js';
import { NewChallenges } from './new-challenges.js';
import { OpenChallenges } from './open-challenges.js';
import { OpenedCredentials } from './opened-credentials.js';
import { PlanLimits } from './plan-limits.js';
import { PruneChallenges } from './prune-challenges.js';
import { ReservationSweep } from './reservation-sweep.js';
import { ReadTimeline } from './read-timeline.js';
import { RetiredResources } from './retired-resources.js';
import { RevokeChallenge } from './revoke-challenge.js';
import { SearchChallenges } from './search-challenges.js';
import { SettleChallenge } from './settle-challenge.js';
import { SettledChallenges } from './settled-challenges.js';
import { SettlementHints } from './settlement-hints.js';
import { UseLedger } from './use-ledger.js';
import { UseListing } from './use-listing.js';
import { Uses } from './uses.js';
import { WakeLookUps } from './wake-look-ups.js';
import { VerifyCredential } from './verify-credential.js';

const USE_CASES = [
  CapUsage,
  ChallengeReader,
  ChallengeWatches,
  CredentialStatus,
  InspectToken,
  KeysInUseRepository,
  MintChallenge,
  PruneChallenges,
  ReadTimeline,
  ReservationSweep,
  RetiredResources,
  RevokeChallenge,
  SearchChallenges,
  SettleChallenge,
  SettledChallenges,
  SettlementHints,
  UseListing,
  Uses,
  VerifyCredential,
];

/** Challenges from mint to pruning. */
@Module({
  imports: [MerchantsModule, StatisticsModule, WalletsModule],
  providers: [
    ...USE_CASES,
    MintClaims,
    MppChallenges,
    MppCredentials,
    NewChallenges,
    OpenChallenges,
    OpenedCredentials,
    PlanLimits,
    UseLedger,
    WakeLookUps,
  ],
  exports: USE_CASES,
})
export class ChallengesModule {}

import { MerchantsModule } from '@turnpike/merchants';
import { WalletsModule } from '@turnpike/wallets';
import { Module } from '@nestjs/common';

import { ChallengeReader } from './challenge-reader.js';
import { ChallengeUsage } from './challenge-usage.js';
import { ChallengeWatches } from './challenge-watches.js';
import { CredentialStatus } from './credential-status.js';
import { KeysInUseRepository } from './keys-in-use.repository.js';
import { MintChallenge } from './mint-challenge.js';
import { MintClaims } from './mint-claims.js';
import { NewChallenges } from './new-challenges.js';
import { OpenChallenges } from './open-challenges.js';
import { OpenedCredentials } from './opened-credentials.js';
import { PruneChallenges } from './prune-challenges.js';
import { ReservationSweep } from './reservation-sweep.js';
import { RetiredResources } from './retired-resources.js';
import { RevokeChallenge } from './revoke-challenge.js';
import { SettleChallenge } from './settle-challenge.js';
import { SettledChallenges } from './settled-challenges.js';
import { SettlementHints } from './settlement-hints.js';
import { UseLedger } from './use-ledger.js';
import { UseListing } from './use-listing.js';
import { Uses } from './uses.js';
import { WakeLookUps } from './wake-look-ups.js';
import { VerifyCredential } from './verify-credential.js';

const USE_CASES = [
  ChallengeReader,
  ChallengeUsage,
  ChallengeWatches,
  CredentialStatus,
  KeysInUseRepository,
  MintChallenge,
  PruneChallenges,
  ReservationSweep,
  RetiredResources,
  RevokeChallenge,
  SettleChallenge,
  SettledChallenges,
  SettlementHints,
  UseListing,
  Uses,
  VerifyCredential,
];

/** Challenges from mint to pruning. */
@Module({
  imports: [MerchantsModule, WalletsModule],
  providers: [
    ...USE_CASES,
    MintClaims,
    NewChallenges,
    OpenChallenges,
    OpenedCredentials,
    UseLedger,
    WakeLookUps,
  ],
  exports: USE_CASES,
})
export class ChallengesModule {}

import { Clock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { judgeCredential, modeNumber } from '@turnpike/l402';
import { type Principal } from '@turnpike/merchants';
import { Injectable } from '@nestjs/common';

import { challengeKeyOf } from './challenge-key.js';
import { CredentialStatusRepository } from './credential-status.repository.js';
import { OpenedCredentials } from './opened-credentials.js';
import { rfc3339FromSeconds } from './rfc3339.js';

/** How a good credential stands. */
export interface CredentialStanding {
  readonly paymentHash: string;
  /** When the token expires. */
  readonly expiresAt: string;
  /** `null` if it is not limited. */
  readonly usesRemaining: number | null;
}

/** Looks at a credential without counting a use. For information only: admission is verify's alone. */
@Injectable()
export class CredentialStatus {
  private readonly repository: CredentialStatusRepository;

  constructor(
    pool: HotPool,
    private readonly credentials: OpenedCredentials,
    private readonly clock: Clock,
  ) {
    this.repository = new CredentialStatusRepository(pool);
  }

  /** `null` for anything that verify would refuse now. */
  async read(principal: Principal, macaroon: string, preimage: string): Promise<CredentialStanding | null> {
    const opened = this.credentials.open(principal, macaroon, preimage);
    if (!opened.valid) return null;
    const { method, bodySha256 } = opened;
    const nowSeconds = Math.floor(this.clock.now().getTime() / 1000);
    if (judgeCredential(opened, { nowSeconds, strict: false, method, bodySha256 })) return null;
    const row = await this.repository.find(
      principal.merchantId,
      modeNumber(principal.mode),
      challengeKeyOf(opened.tokenId),
    );
    const needsSettled = principal.settings.settlementPolicy === 'settled';
    if (!row || row.revoked || row.usesRemaining === 0 || (needsSettled && !row.settled)) return null;
    return {
      paymentHash: opened.paymentHash,
      expiresAt: rfc3339FromSeconds(opened.expiresAtSeconds),
      usesRemaining: row.usesRemaining,
    };
  }
}

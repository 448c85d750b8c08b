import { limits } from '@turnpike/config';
import { HotPool, isDatabaseUnavailable, isUniqueViolation } from '@turnpike/database';
import { newTokenId, RootKeys } from '@turnpike/l402';
import { type Principal } from '@turnpike/merchants';
import {
  ChallengePersistFailed,
  IdempotencyInProgress,
  type Problem,
  ServiceUnavailable,
  WalletInvalidInvoice,
} from '@turnpike/problems';
import { type AcceptedInvoice, type Deadline, Wallets } from '@turnpike/wallets';
import { Injectable } from '@nestjs/common';

import { challengeKeyAsUuid, challengeKeyOf } from './challenge-key.js';
import {
  ChallengeRepository,
  type NewChallenge,
  PAYMENT_HASH_INDEX,
  type RecordOutcome,
  type StoredChallenge,
} from './challenge.repository.js';
import { capProblem, type CountedMint } from './counted-mint.js';
import { type HeldClaim } from './mint-claims.js';
import { type MintRequest } from './mint-request.js';
import { type MintedChallenge, type MintResult, toMintedChallenge } from './minted-challenge.js';
import { MppChallenges, type MppSeller } from './mpp-challenges.js';
import { WakeLookUps } from './wake-look-ups.js';

const FIRST_LOOK_UP_MILLIS = 1_000;
const RETRY_SECONDS = 1;

/** What to mint, for whom and under which claims. */
export interface MintOrder {
  readonly principal: Principal;
  readonly request: MintRequest;
  readonly idempotencyKey: string | null;
  readonly claims: readonly HeldClaim[];
  /** How it counts against the caps of the plan; `null` if it does not. */
  readonly counted: CountedMint | null;
  /** For all of it: who waited for another's mint has less time left for his own. */
  readonly deadline: Deadline;
}

/** Makes challenges and makes them again from their rows. */
@Injectable()
export class NewChallenges {
  private readonly repository: ChallengeRepository;

  constructor(
    pool: HotPool,
    private readonly wallets: Wallets,
    private readonly keys: RootKeys,
    private readonly mpp: MppChallenges,
    private readonly lookUps: WakeLookUps,
  ) {
    this.repository = new ChallengeRepository(pool);
  }

  /**
   * Invoice, macaroon, record, in this order. If the record fails the macaroon never leaves us and the invoice dies
   * unpaid, so there is nothing to undo. The wallet leaves time for the record, and past the deadline nothing is recorded.
   */
  async make(order: MintOrder, now: Date): Promise<MintResult> {
    const { principal, request, idempotencyKey, deadline } = order;
    const tokenId = newTokenId(this.keys.mintKid, principal.mode);
    const key = challengeKeyOf(tokenId);
    const validitySeconds = request.tokenValiditySeconds ?? principal.settings.tokenValiditySeconds;
    // At most half the token's life, so that whoever pays in the last second still gets a usable token.
    const expirySeconds = Math.min(principal.settings.invoiceExpirySeconds, Math.floor(validitySeconds / 2));
    const invoice = await this.wallets.createInvoice(
      principal,
      {
        challengeId: challengeKeyAsUuid(key),
        amountSats: request.priceSats,
        description: request.description ?? request.resource,
        expirySeconds,
        needsWord: principal.settings.settlementPolicy === 'settled',
      },
      deadline.earlierBy(limits.mintRecordMillis),
    );
    const challenge: NewChallenge = {
      ...describe(request, invoice),
      key,
      tokenId,
      mppOffered: principal.settings.mppEnabled,
      idempotencyKey,
      createdAt: now,
      tokenExpiresAt: tokenExpiry(now, validitySeconds, invoice.expiresAt),
      firstLookUpAt: new Date(now.getTime() + FIRST_LOOK_UP_MILLIS),
    };
    const minted = this.minted(principal, challenge);
    await this.record(order, challenge);
    this.lookUps.wake();
    return { challenge: minted, replayed: false };
  }

  /** The challenge that was handed out before, byte for byte. */
  async again(seller: MppSeller, key: string): Promise<MintResult> {
    const row = await this.repository.find(seller, key);
    if (!row) throw new ChallengePersistFailed();
    return { challenge: this.minted(seller, row), replayed: true };
  }

  private minted(seller: MppSeller, row: StoredChallenge): MintedChallenge {
    return toMintedChallenge(seller, row, this.keys, this.mpp.of(seller, row));
  }

  private async record(order: MintOrder, challenge: NewChallenge): Promise<void> {
    const { principal: tenant, claims, counted, deadline } = order;
    let outcome: RecordOutcome;
    try {
      outcome = await this.repository.insert({ tenant, challenge, claims, counted }, () => !deadline.isOver);
    } catch (cause) {
      throw toRecordProblem(cause);
    }
    if (outcome === 'made') return;
    // Slower than the lease: somebody else mints under this name now, and his challenge is the one.
    if (outcome === 'claim_lost' || counted === null) throw new IdempotencyInProgress();
    // Others took the last room while the wallet was asked.
    throw capProblem(counted, outcome);
  }
}

function toRecordProblem(cause: unknown): Problem {
  // Two challenges on one payment hash would be opened by one payment.
  if (isUniqueViolation(cause, PAYMENT_HASH_INDEX)) return new WalletInvalidInvoice(cause);
  if (isDatabaseUnavailable(cause)) return new ServiceUnavailable(RETRY_SECONDS, cause);
  return new ChallengePersistFailed(cause);
}

function describe(request: MintRequest, invoice: AcceptedInvoice) {
  return {
    paymentHash: invoice.paymentHash,
    resource: request.resource,
    priceSats: request.priceSats,
    paymentRequest: invoice.paymentRequest,
    method: request.method,
    bodySha256: request.bodySha256,
    invoiceExpiresAt: invoice.expiresAt,
    providerRef: invoice.providerRef,
    connectionId: invoice.connectionId,
    invoiceKid: invoice.invoiceKid,
    usedFallback: invoice.usedFallback,
    description: request.description,
    payer: request.payer,
    metadata: request.metadata,
    maxUses: request.maxUses,
  };
}

/** As asked, but never less than half the validity after the invoice: a wallet may impose a later expiry than we ask. */
function tokenExpiry(now: Date, validitySeconds: number, invoiceExpiresAt: Date): Date {
  const asked = now.getTime() + validitySeconds * 1000;
  const least = invoiceExpiresAt.getTime() + (validitySeconds / 2) * 1000;
  return new Date(Math.floor(Math.max(asked, least) / 1000) * 1000);
}

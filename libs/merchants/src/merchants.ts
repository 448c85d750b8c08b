import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { isUniqueViolation } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { EmailTaken, NotFound } from '@turnpike/problems';
import { issueFirstKeys } from './issue-first-keys.js';
import { MerchantChanges } from './merchant-changes.js';
import { normalEmail } from './merchant.js';
import type { MerchantRecord } from './merchant.js';
import { MerchantRepository } from './merchant.repository.js';
import type { MerchantQuery } from './merchant.repository.js';
import type { PlanTier, SubscriptionStatus } from './plan.js';

/** What a new merchant is to be. With `trialEndsAt` it begins as `trialing`, without as `active`. */
export interface NewMerchant {
  readonly name: string;
  readonly email: string;
  readonly planTier?: PlanTier;
  readonly trialEndsAt?: Date | null;
}

/** A merchant just made, with its first keys, which may do everything and are shown this once. */
export interface CreatedMerchant {
  readonly merchant: MerchantRecord;
  /** The live key. */
  readonly apiKey: string;
  readonly testApiKey: string;
  readonly apiKeyId: string;
  readonly testApiKeyId: string;
}

/** What of a merchant to change; what is absent stays. */
export interface MerchantPatch {
  readonly name?: string;
  readonly email?: string;
  readonly planTier?: PlanTier;
  readonly subscriptionStatus?: SubscriptionStatus;
  readonly trialEndsAt?: Date | null;
  readonly isActive?: boolean;
}

/** The tenants of this instance. One e-mail address is one merchant, whatever its case; `EmailTaken` otherwise. */
@Injectable()
export class Merchants {
  constructor(
    private readonly repository: MerchantRepository,
    private readonly changes: MerchantChanges,
    private readonly clock: Clock,
  ) {}

  /** Makes a merchant together with one live and one test key, or nothing at all. */
  create(wish: NewMerchant): Promise<CreatedMerchant> {
    return refusingTakenEmail(this.repository.transaction((tx) => this.createIn(tx, wish)));
  }

  /** As `create`, in the caller's transaction, which `EmailTaken` ends. */
  createWithin(tx: TransactionClient, wish: NewMerchant): Promise<CreatedMerchant> {
    return refusingTakenEmail(this.createIn(tx, wish));
  }

  private async createIn(tx: TransactionClient, wish: NewMerchant): Promise<CreatedMerchant> {
    const now = this.clock.now();
    const trialEndsAt = wish.trialEndsAt ?? null;
    const fields = {
      name: wish.name,
      email: normalEmail(wish.email),
      planTier: wish.planTier ?? 'unlimited',
      subscriptionStatus: trialEndsAt === null ? 'active' : 'trialing',
      trialEndsAt,
      isActive: true,
    };
    const merchant = await this.repository.insert(tx, fields, now);
    const { live, test } = await issueFirstKeys(tx, merchant.merchantId, now);
    return {
      merchant,
      apiKey: live.key,
      testApiKey: test.key,
      apiKeyId: live.id,
      testApiKeyId: test.id,
    };
  }

  /** The merchant; `NotFound` if there is none of this id. */
  async get(merchantId: MerchantId): Promise<MerchantRecord> {
    const merchant = await this.repository.find(merchantId);
    if (merchant === null) throw new NotFound('Merchant');
    return merchant;
  }

  /** The merchant with this address, whatever its case, as a transaction sees it if one is given; null if there is none. */
  findByEmail(email: string, tx?: TransactionClient): Promise<MerchantRecord | null> {
    return this.repository.findByEmail(normalEmail(email), tx);
  }

  /** One page of merchants, newest first, and how many match in all. */
  list(query: MerchantQuery): Promise<{ merchants: readonly MerchantRecord[]; total: number }> {
    return this.repository.page(query);
  }

  /** Changes what is given and leaves the rest. An inactive merchant's mint and verify calls are refused within 2 s. */
  async update(merchantId: MerchantId, patch: MerchantPatch): Promise<MerchantRecord> {
    const { email, ...others } = patch;
    const fields = email === undefined ? others : { ...others, email: normalEmail(email) };
    if (Object.keys(fields).length === 0) return this.get(merchantId);
    const merchant = await refusingTakenEmail(this.repository.update(merchantId, fields));
    if (merchant === null) throw new NotFound('Merchant');
    await this.changes.announce(merchantId);
    return merchant;
  }
}

async function refusingTakenEmail<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    // The address is the only unique column of which a caller can choose the value.
    if (isUniqueViolation(error)) throw new EmailTaken();
    throw error;
  }
}

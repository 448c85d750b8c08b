import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { appendAuditEntry, SYSTEM } from '@turnpike/audit';
import type { AuditDetail, Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { Plan } from '@turnpike/config';
import { isUniqueViolation } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { EmailTaken, NotFound } from '@turnpike/problems';
import { issueFirstKeys } from './issue-first-keys.js';
import { MerchantChanges } from './merchant-changes.js';
import { normalEmail } from './merchant.js';
import type { MerchantRecord } from './merchant.js';
import { MerchantRepository } from './merchant.repository.js';
import type { MerchantFields, MerchantQuery } from './merchant.repository.js';
import type { PlanTier, SubscriptionStatus } from './plan.js';
import { Plans } from './plans.js';
import { tellOfPlan } from './tell-of-plan.js';

/**
 * What a new merchant is to be. Without `planTier` it gets the instance's default plan, without `trialEndsAt` the trial of its
 * plan. In a trial it begins as `trialing`; with none, or `null`, as `active`, and then without an end.
 */
export interface NewMerchant {
  readonly name: string;
  readonly email: string;
  readonly planTier?: PlanTier;
  readonly trialEndsAt?: Date | null;
  /** Whether nothing shows that the address is theirs who wish it; then a link to it alone does not open the merchant. */
  readonly isEmailUnconfirmed?: boolean;
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
  readonly currentPeriodEnd?: Date | null;
  readonly isActive?: boolean;
}

/** The tenants of this instance. One e-mail address is one merchant, whatever its case; `EmailTaken` otherwise. */
@Injectable()
export class Merchants {
  constructor(
    private readonly repository: MerchantRepository,
    private readonly changes: MerchantChanges,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a merchant together with one live and one test key, or nothing at all. `ValidationFailed` for a plan that is not
   * offered, here and in `update`.
   */
  create(wish: NewMerchant, by: Author = SYSTEM): Promise<CreatedMerchant> {
    return refusingTakenEmail(this.repository.transaction((tx) => this.createIn(tx, wish, by)));
  }

  /** As `create`, in the caller's transaction, which `EmailTaken` ends. */
  createWithin(tx: TransactionClient, wish: NewMerchant, by: Author = SYSTEM): Promise<CreatedMerchant> {
    return refusingTakenEmail(this.createIn(tx, wish, by));
  }

  /** As `create`, but without keys, for somebody who is shown none and makes their own; in the caller's transaction, if any. */
  createKeyless(
    tx: TransactionClient | null,
    wish: NewMerchant,
    by: Author = SYSTEM,
  ): Promise<MerchantRecord> {
    const make = async (within: TransactionClient): Promise<MerchantRecord> => {
      const now = this.clock.now();
      const merchant = await this.insert(within, wish, now);
      await this.tellOfNew(within, merchant, [], by, now);
      return merchant;
    };
    return refusingTakenEmail(tx === null ? this.repository.transaction(make) : make(tx));
  }

  private async createIn(tx: TransactionClient, wish: NewMerchant, by: Author): Promise<CreatedMerchant> {
    const now = this.clock.now();
    const merchant = await this.insert(tx, wish, now);
    const { live, test } = await issueFirstKeys(tx, merchant.merchantId, by, now);
    await this.tellOfNew(tx, merchant, [live.id, test.id], by, now);
    return {
      merchant,
      apiKey: live.key,
      testApiKey: test.key,
      apiKeyId: live.id,
      testApiKeyId: test.id,
    };
  }

  private insert(tx: TransactionClient, wish: NewMerchant, now: Date): Promise<MerchantRecord> {
    const plan =
      wish.planTier === undefined ? this.plans.default : this.plans.require(wish.planTier, 'planTier');
    const trialEndsAt = wish.trialEndsAt === undefined ? trialEnd(plan, now) : wish.trialEndsAt;
    const fields = {
      name: wish.name,
      email: normalEmail(wish.email),
      isEmailUnconfirmed: wish.isEmailUnconfirmed ?? false,
      planTier: plan.id,
      subscriptionStatus: trialEndsAt === null ? 'active' : 'trialing',
      trialEndsAt,
      currentPeriodEnd: null,
      isActive: true,
    };
    return this.repository.insert(tx, fields, now);
  }

  private async tellOfNew(
    tx: TransactionClient,
    { merchantId, createdAt: _createdAt, isEmailUnconfirmed: _isUnconfirmed, ...fields }: MerchantRecord,
    keyIds: readonly string[],
    by: Author,
    at: Date,
  ): Promise<void> {
    const [target, detail] = [String(merchantId), { ...told(fields), keyIds }];
    await appendAuditEntry(tx, by, { merchantId, mode: null, action: 'merchant.create', target, detail, at });
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

  /**
   * Takes its address away from a merchant, for whom it turned out to be. What stands in its place is received by nobody, and
   * cannot be guessed, so that nobody takes it first.
   */
  async giveUpEmail(tx: TransactionClient, merchantId: MerchantId, by: Author): Promise<void> {
    const email = `merchant-${String(merchantId)}-${randomBytes(8).toString('hex')}@unconfirmed.invalid`;
    if ((await this.repository.update(tx, merchantId, { email })) === null) throw new NotFound('Merchant');
    await auditUpdate(tx, by, merchantId, { email }, this.clock.now());
  }

  /** Notes, in the caller's transaction, that whoever claims a merchant has shown that its address is theirs. */
  async confirmEmail(tx: TransactionClient, merchantId: MerchantId): Promise<void> {
    await this.repository.update(tx, merchantId, { isEmailUnconfirmed: false });
  }

  /**
   * Changes what is given and leaves the rest; another plan, status or end is told as `plan.changed`. An inactive merchant's
   * mint and verify calls are refused within 2 s.
   */
  async update(merchantId: MerchantId, patch: MerchantPatch, by: Author = SYSTEM): Promise<MerchantRecord> {
    const { email, ...others } = patch;
    const fields = email === undefined ? others : { ...others, email: normalEmail(email) };
    if (Object.keys(fields).length === 0) return this.get(merchantId);
    if (fields.planTier !== undefined) this.plans.require(fields.planTier, 'planTier');
    const at = this.clock.now();
    const work = this.repository.transaction(async (tx) => {
      const before = await this.repository.hold(tx, merchantId);
      const after = await this.repository.update(tx, merchantId, fields);
      if (before === null || after === null) throw new NotFound('Merchant');
      await tellOfPlan(tx, before, after, 'operator', at);
      await auditUpdate(tx, by, merchantId, fields, at);
      return after;
    });
    const merchant = await refusingTakenEmail(work);
    await this.changes.announce(merchantId);
    return merchant;
  }
}

const DAY_MILLIS = 86_400_000;

function trialEnd({ trialDays }: Plan, now: Date): Date | null {
  return trialDays === 0 ? null : new Date(now.getTime() + trialDays * DAY_MILLIS);
}

async function auditUpdate(
  tx: TransactionClient,
  by: Author,
  merchantId: MerchantId,
  fields: Partial<MerchantFields>,
  at: Date,
): Promise<void> {
  const [target, detail] = [String(merchantId), told(fields)];
  await appendAuditEntry(tx, by, { merchantId, mode: null, action: 'merchant.update', target, detail, at });
}

/** What the log of changes has of the fields. */
function told({ trialEndsAt, currentPeriodEnd, ...fields }: Partial<MerchantFields>): AuditDetail {
  return {
    ...fields,
    ...(trialEndsAt !== undefined && { trialEndsAt: trialEndsAt?.toISOString() ?? null }),
    ...(currentPeriodEnd !== undefined && { currentPeriodEnd: currentPeriodEnd?.toISOString() ?? null }),
  };
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

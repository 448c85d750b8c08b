import { Injectable } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import type { StoredSettings } from './merchant-settings.js';
import type { Subscription } from './subscription-standing.js';

/** A merchant as it sells in one mode: its subscription and its settings, if any were ever set. */
export interface StoredSeller extends Subscription {
  readonly isActive: boolean;
  readonly settings: StoredSettings | null;
}

const FIND = `
SELECT m.plan_tier AS "planTier", m.is_active AS "isActive", m.subscription_status AS "subscriptionStatus",
       m.trial_ends_at AS "trialEndsAt", m.current_period_end AS "currentPeriodEnd",
       CASE WHEN s.mode IS NOT NULL THEN json_build_object(
         'strictVerify', s.strict_verify, 'settlementPolicy', s.settlement_policy,
         'tokenValiditySeconds', s.token_validity_seconds, 'invoiceExpirySeconds', s.invoice_expiry_seconds,
         'mppEnabled', s.mpp_enabled, 'mppPreimageOnly', s.mpp_preimage_only, 'realm', s.realm) END AS settings
FROM merchant m
LEFT JOIN merchant_settings s ON s.merchant_id = m.id AND s.mode = $2
WHERE m.id = $1`;

/** The one statement about merchants who sell without a key of theirs being sent. */
@Injectable()
export class SellerRepository {
  constructor(private readonly pool: HotPool) {}

  /** As the database has the merchant now; null if there is none of this id. */
  async find({ merchantId, mode }: Tenant): Promise<StoredSeller | null> {
    const values = [merchantId, modeNumber(mode)];
    const { rows } = await this.pool.query<StoredSeller>({ name: 'find-seller', text: FIND, values });
    return rows[0] ?? null;
  }
}

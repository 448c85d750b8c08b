import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { modeFromNumber } from '@turnpike/l402';
import type { Confirmation } from './key-authority.js';
import type { LastUse, LastUseStore } from './last-uses.js';
import { merchantIdOf } from './merchant-id.js';
import { DEFAULT_SETTINGS, settingsFromRow } from './merchant-settings.js';
import type { StoredSettings } from './merchant-settings.js';
import { Plans } from './plans.js';
import type { KnownKey } from './principal-cache.js';
import type { Principal } from './principal.js';
import { requireWorkingKey } from './require-working-key.js';
import { knownScopes } from './scope.js';
import type { SubscriptionStanding } from './subscription-standing.js';

const HOLDER = `
SELECT k.id, k.prefix, k.merchant_id, k.mode, k.scopes, k.expires_at, m.plan_tier, m.is_active,
       m.subscription_status, m.trial_ends_at, m.current_period_end,
       CASE WHEN s.mode IS NOT NULL THEN json_build_object(
         'strictVerify', s.strict_verify, 'settlementPolicy', s.settlement_policy,
         'tokenValiditySeconds', s.token_validity_seconds, 'invoiceExpirySeconds', s.invoice_expiry_seconds,
         'mppEnabled', s.mpp_enabled, 'mppPreimageOnly', s.mpp_preimage_only, 'realm', s.realm) END AS settings
FROM api_key k
JOIN merchant m ON m.id = k.merchant_id
LEFT JOIN merchant_settings s ON s.merchant_id = k.merchant_id AND s.mode = k.mode`;

const FIND = `${HOLDER}
WHERE k.secret_hash = $1 AND k.revoked_at IS NULL`;

const FIND_BY_ID = `${HOLDER}
WHERE k.id = $1 AND k.revoked_at IS NULL`;

// Rows are locked in the order of their ids, so that two processes writing the same keys cannot deadlock.
const WRITE_LAST_USES = `
WITH used AS (
  SELECT * FROM unnest($1::text[], $2::timestamptz[]) AS u (id, used_at)
), locked AS (
  SELECT k.id, u.used_at FROM api_key k JOIN used u ON u.id = k.id
  WHERE k.last_used_at IS NULL OR k.last_used_at < u.used_at
  ORDER BY k.id FOR NO KEY UPDATE OF k
)
UPDATE api_key k SET last_used_at = locked.used_at
FROM locked
WHERE k.id = locked.id AND (k.last_used_at IS NULL OR k.last_used_at < locked.used_at)`;

interface KeyRow {
  readonly id: string;
  readonly prefix: string;
  readonly merchant_id: number;
  readonly mode: number;
  readonly scopes: string[] | null;
  readonly expires_at: Date | null;
  readonly plan_tier: string;
  readonly is_active: boolean;
  readonly subscription_status: string;
  readonly trial_ends_at: Date | null;
  readonly current_period_end: Date | null;
  readonly settings: StoredSettings | null;
}

/** The statements about keys that run beside the requests that matter: one prepared statement each. */
@Injectable()
export class ApiKeyRepository implements LastUseStore {
  constructor(
    private readonly pool: HotPool,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** The key with this SHA-256, with its merchant and settings; `null` if there is none or it is revoked. */
  async find(secretHash: Buffer): Promise<KnownKey | null> {
    const { rows } = await this.pool.query<KeyRow>({
      name: 'find-api-key',
      text: FIND,
      values: [secretHash],
    });
    const row = rows[0];
    return row === undefined ? null : this.knownKey(row);
  }

  /** The key of this id, as `find` gives it. */
  async findById(keyId: string): Promise<KnownKey | null> {
    const { rows } = await this.pool.query<KeyRow>({
      name: 'find-api-key-by-id',
      text: FIND_BY_ID,
      values: [keyId],
    });
    const row = rows[0];
    return row === undefined ? null : this.knownKey(row);
  }

  /** Moves last uses forward, never back. Keys that are gone are passed over. */
  async write(uses: readonly LastUse[]): Promise<void> {
    await this.pool.query({
      name: 'write-last-uses',
      text: WRITE_LAST_USES,
      values: [uses.map(({ keyId }) => keyId), uses.map(({ usedAtMs }) => new Date(usedAtMs))],
    });
  }

  private knownKey(row: KeyRow): KnownKey {
    const { before, end, after } = this.plans.course({
      planTier: row.plan_tier,
      subscriptionStatus: row.subscription_status,
      trialEndsAt: row.trial_ends_at,
      currentPeriodEnd: row.current_period_end,
    });
    const merchantId = merchantIdOf(row.merchant_id);
    const confirm: Confirmation = (tx) => requireWorkingKey(tx, merchantId, row.id, this.clock.now());
    return {
      principal: principalOf(row, before, confirm),
      expiresAtMs: row.expires_at === null ? null : row.expires_at.getTime(),
      later: end && { fromMs: end.getTime(), principal: principalOf(row, after, confirm) },
    };
  }
}

function principalOf(
  row: KeyRow,
  { planTier, hasLapsed }: SubscriptionStanding,
  confirm: Confirmation,
): Principal {
  return Object.freeze<Principal>({
    keyId: row.id,
    actor: { kind: 'api_key', id: row.id, label: row.prefix },
    merchantId: merchantIdOf(row.merchant_id),
    mode: modeFromNumber(row.mode),
    scopes: new Set(knownScopes(row.scopes ?? [])),
    planTier,
    isActive: row.is_active && !hasLapsed,
    settings: row.settings === null ? DEFAULT_SETTINGS : settingsFromRow(row.settings),
    confirm,
  });
}

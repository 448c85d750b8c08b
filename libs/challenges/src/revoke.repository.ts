import { modeNumber, type Tenant } from '@turnpike/l402';
import { HotPool } from '@turnpike/database';

import { challengeEventData } from './challenge-event.sql.js';

const REVOKE = `
WITH revoked AS (
  UPDATE challenge_ledger l SET revoked_at = $4
  FROM challenge c
  WHERE c.merchant_id = $1 AND c.mode = $2 AND c.payment_hash = decode($3, 'hex') AND l.key = c.key
    AND l.revoked_at IS NULL
  RETURNING c.merchant_id, c.mode, c.payment_hash, c.resource, c.price_sats, c.paid_at, c.payer, c.metadata, l.settlement
)
INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
SELECT r.merchant_id, r.mode, 'challenge.revoked', ${challengeEventData('r', 'r.settlement')}, $4 FROM revoked r`;

/** The revoking write: one conditional update with its event. */
export class RevokeRepository {
  constructor(private readonly pool: HotPool) {}

  /** Does nothing if it is revoked already or does not exist. */
  async revoke(tenant: Tenant, paymentHash: string, now: Date): Promise<void> {
    await this.pool.query({
      name: 'challenge-revoke',
      text: REVOKE,
      values: [tenant.merchantId, modeNumber(tenant.mode), paymentHash, now],
    });
  }
}

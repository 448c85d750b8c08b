import { HotPool } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';

/** Counts a tenant's open challenges: unpaid, and their invoice not yet expired. */
export class OpenChallengesRepository {
  constructor(private readonly pool: HotPool) {}

  /** Counts no further than `max`, and looks no further back than an invoice can live. */
  async count(tenant: Tenant, now: Date, createdSince: Date, max: number): Promise<number> {
    const { rows } = await this.pool.query<{ open: number }>({
      name: 'open-challenges',
      text: `SELECT count(*)::int4 AS open FROM (
          SELECT 1 FROM challenge
          WHERE merchant_id = $1 AND mode = $2 AND paid_at IS NULL AND created_at > $4 AND invoice_expires_at > $3
          LIMIT $5) o`,
      values: [tenant.merchantId, modeNumber(tenant.mode), now, createdSince, max],
    });
    return rows[0]?.open ?? 0;
  }
}

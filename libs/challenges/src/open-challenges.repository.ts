import { HotPool } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';

// In the order of its index, so that only open ones are read, however many expired unpaid before them.
const OPEN = `
SELECT count(*)::int4 AS open FROM (
  SELECT 1 FROM challenge
  WHERE merchant_id = $1 AND mode = $2 AND paid_at IS NULL AND invoice_expires_at > $3
  ORDER BY invoice_expires_at DESC LIMIT $4) o`;

/** Counts a tenant's open challenges: unpaid, and their invoice not yet expired. */
export class OpenChallengesRepository {
  constructor(private readonly pool: HotPool) {}

  /** Counts no further than `max`. */
  async count(tenant: Tenant, now: Date, max: number): Promise<number> {
    const { rows } = await this.pool.query<{ open: number }>({
      name: 'open-challenges',
      text: OPEN,
      values: [tenant.merchantId, modeNumber(tenant.mode), now, max],
    });
    return rows[0]?.open ?? 0;
  }
}

import { modeNumber, type Tenant } from '@turnpike/l402';
import { ColdPool } from '@turnpike/database';

import { challengeKeyFromUuid } from './challenge-key.js';
import { rfc3339 } from './rfc3339.js';
import { formatUseId } from './use-id.js';
import { type UseRecord } from './use-listing.js';
import { useStateAt } from './use-state.js';

interface Row {
  readonly key: string;
  readonly seq: number;
  readonly state: number;
  readonly request_id: string | null;
  readonly created_at: Date;
  readonly decided_at: Date | null;
  readonly reserved_until: Date | null;
}

/** Reads use rows. The key comes from `challenge`, which asks for the tenant. */
export class UseListingRepository {
  constructor(private readonly pool: ColdPool) {}

  /** The tenant's challenge with that payment hash. */
  async challenge(tenant: Tenant, paymentHash: string): Promise<{ key: string; resource: string } | null> {
    const { rows } = await this.pool.query<{ key: string; resource: string }>({
      name: 'uses-challenge',
      text: `SELECT key, resource FROM challenge
        WHERE merchant_id = $1 AND mode = $2 AND payment_hash = decode($3, 'hex')`,
      values: [tenant.merchantId, modeNumber(tenant.mode), paymentHash],
    });
    return rows[0] ? { key: challengeKeyFromUuid(rows[0].key), resource: rows[0].resource } : null;
  }

  async page(key: string, resource: string, limit: number, offset: number, now: Date): Promise<UseRecord[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'uses-page',
      text: `SELECT u.key, u.seq::float8 AS seq, u.state, u.request_id, u.created_at, u.decided_at, u.reserved_until
        FROM challenge_use u WHERE u.key = $1 ORDER BY u.seq DESC LIMIT $2 OFFSET $3`,
      values: [key, limit, offset],
    });
    return rows.map((row) => {
      const state = useStateAt(row.state, row.reserved_until, now);
      const decidedAt = row.decided_at ?? (state === 'committed' ? row.reserved_until : null);
      return {
        useId: formatUseId(key, row.seq),
        state,
        requestId: row.request_id,
        resource,
        createdAt: rfc3339(row.created_at),
        decidedAt: decidedAt && rfc3339(decidedAt),
      };
    });
  }

  async total(key: string): Promise<number> {
    const { rows } = await this.pool.query<{ total: number }>({
      name: 'uses-total',
      text: 'SELECT count(*)::int4 AS total FROM challenge_use WHERE key = $1',
      values: [key],
    });
    return rows[0]?.total ?? 0;
  }
}

import { HotPool } from '@turnpike/database';

/** What the ledger says of a credential. */
export interface CredentialRow {
  readonly revoked: boolean;
  readonly settled: boolean;
  readonly usesRemaining: number | null;
}

/** Reads a ledger row. */
export class CredentialStatusRepository {
  constructor(private readonly pool: HotPool) {}

  async find(merchantId: number, mode: 0 | 1, key: string): Promise<CredentialRow | null> {
    const { rows } = await this.pool.query<CredentialRow>({
      name: 'credential-status',
      text: `SELECT revoked_at IS NOT NULL AS revoked, settlement = 1 AS settled,
          (max_uses - uses_committed - uses_reserved)::int4 AS "usesRemaining"
        FROM challenge_ledger WHERE merchant_id = $1 AND mode = $2 AND key = $3`,
      values: [merchantId, mode, key],
    });
    return rows[0] ?? null;
  }
}

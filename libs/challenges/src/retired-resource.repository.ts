import { appendAuditEntry, type Author } from '@turnpike/audit';
import { HotPool } from '@turnpike/database';

/** The table of retired resources. */
export class RetiredResourceRepository {
  constructor(private readonly pool: HotPool) {}

  insert(merchantId: number, resource: string, at: Date, by: Author): Promise<void> {
    return this.pool.withTransaction(async (transaction) => {
      const { rowCount } = await transaction.query({
        name: 'retired-insert',
        text: 'INSERT INTO retired_resource (merchant_id, resource, retired_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        values: [merchantId, resource, at],
      });
      if (rowCount === 0) return;
      const change = { action: 'resource.retire', target: resource, detail: {} } as const;
      await appendAuditEntry(transaction, by, { merchantId, mode: null, ...change, at });
    });
  }

  remove(merchantId: number, resource: string, at: Date, by: Author): Promise<void> {
    return this.pool.withTransaction(async (transaction) => {
      const { rowCount } = await transaction.query({
        name: 'retired-remove',
        text: 'DELETE FROM retired_resource WHERE merchant_id = $1 AND resource = $2',
        values: [merchantId, resource],
      });
      if (rowCount === 0) return;
      const change = { action: 'resource.restore', target: resource, detail: {} } as const;
      await appendAuditEntry(transaction, by, { merchantId, mode: null, ...change, at });
    });
  }

  /** Whether the merchant has retired anything, and whether this. */
  async find(merchantId: number, resource: string): Promise<{ any: boolean; this: boolean }> {
    const { rows } = await this.pool.query<{ any: boolean; this: boolean }>({
      name: 'retired-find',
      // By the first of its index: a merchant who retired nothing would else be looked for in the whole table.
      text: `SELECT (SELECT min(resource) FROM retired_resource WHERE merchant_id = $1) IS NOT NULL AS "any",
          EXISTS (SELECT 1 FROM retired_resource WHERE merchant_id = $1 AND resource = $2) AS "this"`,
      values: [merchantId, resource],
    });
    return rows[0] ?? { any: false, this: false };
  }
}

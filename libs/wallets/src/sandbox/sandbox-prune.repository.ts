import { ColdPool } from '@turnpike/database';

/** The end of the sandbox's invoices. */
export class SandboxPruneRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Deletes up to `max` invoices that expired before `before`; returns how many. */
  async deleteExpired(before: Date, max: number): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'sandbox-prune',
      text: `DELETE FROM sandbox_invoice WHERE payment_hash IN
        (SELECT payment_hash FROM sandbox_invoice WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)`,
      values: [before, max],
    });
    return rowCount ?? 0;
  }
}

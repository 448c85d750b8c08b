import { HotPool } from '@turnpike/database';

/** The table of retired resources. */
export class RetiredResourceRepository {
  constructor(private readonly pool: HotPool) {}

  async insert(merchantId: number, resource: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'retired-insert',
      text: 'INSERT INTO retired_resource (merchant_id, resource, retired_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      values: [merchantId, resource, at],
    });
  }

  async remove(merchantId: number, resource: string): Promise<void> {
    await this.pool.query({
      name: 'retired-remove',
      text: 'DELETE FROM retired_resource WHERE merchant_id = $1 AND resource = $2',
      values: [merchantId, resource],
    });
  }

  async exists(merchantId: number, resource: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'retired-exists',
      text: 'SELECT 1 FROM retired_resource WHERE merchant_id = $1 AND resource = $2',
      values: [merchantId, resource],
    });
    return (rowCount ?? 0) > 0;
  }
}

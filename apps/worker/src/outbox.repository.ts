import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

const DELETE_BEFORE = `
DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE occurred_at < $1 ORDER BY occurred_at LIMIT $2)`;

/** The end of events. They are written by whoever has something to tell. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Deletes up to `limit` events of before that moment, the oldest first; returns how many. */
  async deleteBefore(moment: Date, limit: number): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'outbox-delete-before',
      text: DELETE_BEFORE,
      values: [moment, limit],
    });
    return rowCount ?? 0;
  }
}

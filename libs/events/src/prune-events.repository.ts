import { ColdPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';
import { OCCASIONAL_CONSUMERS } from './event-consumers.js';

const DELETE = `
DELETE FROM outbox WHERE id IN (
  SELECT o.id FROM outbox o
  WHERE o.occurred_at < $1 AND (o.xid, o.id) <= (
    SELECT c.xid, c.id FROM event_cursor c
    WHERE c.consumer <> ALL ($3) OR c.worked_at >= $1 ORDER BY c.xid, c.id LIMIT 1)
  ORDER BY o.occurred_at LIMIT $2)`;

/** The end of events. They are written by whoever has something to tell. */
@Injectable()
export class PruneEvents {
  constructor(private readonly pool: ColdPool) {}

  /**
   * Deletes up to `limit` events of before that moment that every consumer has read; returns how many. A consumer that not
   * every instance has at work is waited for if any process has worked for it since then, however this one is configured.
   */
  async run(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'events-prune',
      text: DELETE,
      values: [before, limit, OCCASIONAL_CONSUMERS],
    });
    return rowCount ?? 0;
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { idleConsumers } from './event-consumers.js';

const DELETE = `
DELETE FROM outbox WHERE id IN (
  SELECT o.id FROM outbox o
  WHERE o.occurred_at < $1 AND (o.xid, o.id) <= (
    SELECT c.xid, c.id FROM event_cursor c WHERE c.consumer <> ALL ($3) ORDER BY c.xid, c.id LIMIT 1)
  ORDER BY o.occurred_at LIMIT $2)`;

/** The end of events. They are written by whoever has something to tell. */
@Injectable()
export class PruneEvents {
  constructor(
    private readonly pool: ColdPool,
    @Inject(ENV) private readonly env: Pick<Env, 'operatorMerchant'>,
  ) {}

  /** Deletes up to `limit` events of before that moment that every consumer at work has read; returns how many. */
  async run(before: Date, limit: number): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'events-prune',
      text: DELETE,
      values: [before, limit, idleConsumers(this.env)],
    });
    return rowCount ?? 0;
  }
}

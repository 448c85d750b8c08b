import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { OCCASIONAL_CONSUMERS } from './event-consumers.js';
import { isRestored } from './restored-events.repository.js';

/** How far behind one consumer is. */
export interface ConsumerLag {
  readonly consumer: string;
  /** How long ago the oldest event happened that it has not read; 0 if it has read all. */
  readonly lagSeconds: number;
}

/** The oldest transaction of the server that has written something: no event that came after it is read before its end. */
export interface OldestWriter {
  /** Null for a prepared transaction, which belongs to no session. */
  readonly pid: number | null;
  readonly database: string;
  /** The name of the program, or of the prepared transaction. */
  readonly name: string;
  readonly openSeconds: number;
}

const UNREAD = `
SELECT c.consumer, (
  SELECT o.occurred_at FROM outbox o WHERE (o.xid, o.id) > (c.xid, c.id) ORDER BY o.xid, o.id LIMIT 1) AS since
FROM event_cursor c WHERE c.consumer <> ALL ($1) OR c.worked_at IS NOT NULL ORDER BY c.consumer`;

// Of sessions of other roles only a superuser, or a member of pg_read_all_stats, sees anything.
const OLDEST_WRITER = `
SELECT pid, database, name, extract(epoch FROM clock_timestamp() - since)::float8 AS "openSeconds"
FROM (
  SELECT pid, datname::text AS database, application_name AS name, xact_start AS since
  FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND xact_start IS NOT NULL
  UNION ALL SELECT NULL, database::text, gid, prepared FROM pg_prepared_xacts
) writers ORDER BY since LIMIT 1`;

/** How events get on, for whoever runs the instance. */
@Injectable()
export class EventProgress {
  constructor(
    private readonly pool: ColdPool,
    private readonly clock: Clock,
  ) {}

  /** How far behind each consumer is that ever had something to do here. */
  async lags(): Promise<readonly ConsumerLag[]> {
    const { rows } = await this.pool.query<{ consumer: string; since: Date | null }>({
      name: 'events-unread',
      text: UNREAD,
      values: [OCCASIONAL_CONSUMERS],
    });
    const now = this.clock.now().getTime();
    return rows.map(({ consumer, since }) => ({
      consumer,
      lagSeconds: since === null ? 0 : Math.max(0, (now - since.getTime()) / 1_000),
    }));
  }

  /** Who holds events back most; null if nobody does. Its age is by the server's clock. */
  async oldestWriter(): Promise<OldestWriter | null> {
    const { rows } = await this.pool.query<OldestWriter>({ name: 'oldest-writer', text: OLDEST_WRITER });
    return rows[0] ?? null;
  }

  /** Whether events stand still since the database was restored beneath running processes. */
  isRestored(): Promise<boolean> {
    return isRestored(this.pool);
  }
}

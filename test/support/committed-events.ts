import type { Transaction } from '@turnpike/database';

/**
 * Resolves when every event can be read by whoever follows them: transactions in other databases of the server, those of
 * other test files, hold events up, too.
 */
export async function untilEventsAreFinal(reader: Transaction): Promise<void> {
  const text = 'SELECT 1 FROM outbox WHERE xid >= pg_snapshot_xmin(pg_current_snapshot()) LIMIT 1';
  while ((await reader.query({ text })).rows.length > 0)
    await new Promise((resolve) => setImmediate(resolve));
}

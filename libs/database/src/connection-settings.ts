import { limits } from '@turnpike/config';
import type { ClientConfig } from 'pg';

/**
 * What every connection of ours has in common: bounded waits on both sides, so that neither a dead network nor a stuck
 * statement holds a caller for ever, and UTC, because Prisma's adapter takes every time it reads and writes for UTC.
 */
export function connectionSettings(url: string, sessionSettings: Record<string, string> = {}): ClientConfig {
  const session = {
    TimeZone: 'UTC',
    idle_in_transaction_session_timeout: String(limits.databaseStatementMillis),
    ...sessionSettings,
  };
  return {
    connectionString: url,
    application_name: 'turnpike',
    connectionTimeoutMillis: limits.databaseConnectMillis,
    statement_timeout: limits.databaseStatementMillis,
    // A little more than the server's own bound, which tells a slow statement from a lost server.
    query_timeout: limits.databaseStatementMillis + 1_000,
    keepAlive: true,
    options: Object.entries(session)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  };
}

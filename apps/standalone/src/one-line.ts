import { EnvError } from '@turnpike/config';
import { isDatabaseUnavailable, MigrationError } from '@turnpike/database';
import { EmbeddedPostgresError } from '@turnpike/embedded-postgres';

/** Why the start failed, as one line that a person can act on; with the stack only where we did not expect it. */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return `cannot start: ${String(error)}`;
  if (error instanceof EnvError) return error.message;
  if (error instanceof EmbeddedPostgresError) return `cannot start: ${error.message}`;
  if (error instanceof MigrationError) {
    return `cannot migrate the database: ${isDiskFull(error.cause) ? 'its disk is full' : error.message}`;
  }
  return listenFailure(error) ?? databaseFailure(error) ?? `cannot start: ${error.stack ?? error.message}`;
}

function isDiskFull(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '53100';
}

function listenFailure(
  error: Error & { code?: unknown; syscall?: unknown; address?: unknown; port?: unknown },
): string | null {
  if (error.syscall !== 'listen' && error.syscall !== 'bind') return null;
  const where = `${String(error.address)}:${String(error.port)}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `cannot listen on ${where}: another program does; set PORT to a free one`;
    case 'EACCES':
      return `cannot listen on ${where}: not allowed for this user; set PORT to one above 1023`;
    default:
      return `cannot listen on ${where}: ${String(error.code)}; check HOST and PORT`;
  }
}

function databaseFailure(error: Error & { code?: unknown }): string | null {
  if (isDatabaseUnavailable(error))
    return `cannot reach the database of DATABASE_URL: ${error.message || String(error.code)}`;
  // Login refused, no such database, not permitted.
  const refusals = ['28000', '28P01', '3D000', '42501'];
  return refusals.includes(String(error.code))
    ? `the database of DATABASE_URL refused: ${error.message}`
    : null;
}

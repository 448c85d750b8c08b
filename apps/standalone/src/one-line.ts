import { EnvError } from '@turnpike/config';
import { isDatabaseUnavailable, MigrationError } from '@turnpike/database';
import { EmbeddedPostgresError } from '@turnpike/embedded-postgres';
import { MetricsListenError } from '@turnpike/observability';
import { KeyFileError } from '@turnpike/secrets';

/** What the operating system says of a call that failed. */
type SystemError = Error & Partial<Record<'code' | 'syscall' | 'address' | 'port' | 'path', unknown>>;

/** Why the start failed, as one line that a person can act on; with the stack only where we did not expect it. */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return `cannot start: ${String(error)}`;
  if (error instanceof EnvError) return error.message;
  if (error instanceof EmbeddedPostgresError || error instanceof KeyFileError)
    return `cannot start: ${error.message}`;
  if (error instanceof MigrationError) {
    return `cannot migrate the database: ${isDiskFull(error.cause) ? 'its disk is full' : error.message}`;
  }
  if (error instanceof MetricsListenError) return listenFailure(error.cause, 'METRICS_PORT', 'METRICS_HOST');
  if (isListenFailure(error)) return listenFailure(error, 'PORT', 'HOST');
  return databaseFailure(error) ?? fileFailure(error) ?? `cannot start: ${error.stack ?? error.message}`;
}

function isDiskFull(cause: unknown): boolean {
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '53100';
}

function isListenFailure({ syscall }: SystemError): boolean {
  return syscall === 'listen' || syscall === 'bind';
}

function listenFailure(error: SystemError, portVariable: string, hostVariable: string): string {
  const where = `${String(error.address)}:${String(error.port)}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `cannot listen on ${where}: another program uses this port, perhaps another Turnpike; stop that, or set ${portVariable} to a free port`;
    case 'EACCES':
      return `cannot listen on ${where}: not allowed for this user; set ${portVariable} to one above 1023`;
    default:
      return `cannot listen on ${where}: ${String(error.code)}; check ${hostVariable} and ${portVariable}`;
  }
}

function databaseFailure(error: SystemError): string | null {
  if (isDatabaseUnavailable(error))
    return `cannot reach the database of DATABASE_URL: ${error.message || String(error.code)}`;
  // Login refused, no such database, not permitted.
  const refusals = ['28000', '28P01', '3D000', '42501'];
  return refusals.includes(String(error.code))
    ? `the database of DATABASE_URL refused: ${error.message}`
    : null;
}

/** Of the files that a start reads and writes, which are those of DATA_DIR. Writing names no path. */
function fileFailure({ code, syscall, path }: SystemError): string | null {
  const calls = ['open', 'read', 'write', 'fsync', 'rename', 'link', 'unlink', 'mkdir', 'chmod'];
  if (!calls.includes(String(syscall))) return null;
  const file = typeof path === 'string' ? path : 'a file of DATA_DIR';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'cannot start: the disk that holds DATA_DIR is full';
    case 'EROFS':
      return `cannot start: ${file} is on a read-only file system`;
    case 'EACCES':
    case 'EPERM':
      return `cannot start: this user may not use ${file}`;
    default:
      return `cannot start: ${file} cannot be used (${String(code)})`;
  }
}

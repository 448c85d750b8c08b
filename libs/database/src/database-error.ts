/** Whether a unique index refused the row; with a name, whether that index did, which only `pg` tells. */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  return someCause(
    error,
    ({ code, constraint }) =>
      (code === '23505' || code === 'P2002') && (index === undefined || index === constraint),
  );
}

/** Whether PostgreSQL ended the transaction for a deadlock or a serialization conflict: nothing of it was committed. */
export function isSerializationFailure(error: unknown): boolean {
  return someCause(error, ({ code }) => code === '40P01' || code === '40001' || code === 'P2034');
}

/**
 * Whether the database cannot serve for now: not reachable, going down or coming up, out of connections, disk or memory,
 * read-only, or not answering within our bounds. The caller's answer is 503; whether the statement took effect is open.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  return someCause(
    error,
    ({ code, kind, message }) =>
      unavailableCodes.has(code) ||
      unavailableClasses.some((prefix) => code.length === 5 && code.startsWith(prefix)) ||
      unavailableKinds.has(kind) ||
      unavailableMessages.some((text) => message.startsWith(text)),
  );
}

// 08 connection exception, 53 insufficient resources.
const unavailableClasses = ['08', '53'];

const unavailableCodes = new Set([
  // PostgreSQL: admin and crash shutdown, starting up, database dropped and then not there, statement timeout, read-only,
  // I/O error.
  ...['57P01', '57P02', '57P03', '57P04', '3D000', '57P05', '57014', '25006', '58030'],
  // A lock waited for too long, and a transaction of ours that stood still too long: nothing of either was committed.
  ...['55P03', '25P03'],
  // The operating system's.
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'],
  // Prisma: unreachable, timed out, connection closed, pool exhausted, transaction not begun in time, too many connections.
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'],
]);

const unavailableKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

// The pg driver's own errors carry no code.
const unavailableMessages = [
  'Connection terminated',
  'Connection ended',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Query read timeout',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end',
];

interface Cause {
  readonly code: string;
  readonly kind: string;
  readonly message: string;
  readonly constraint: string;
}

const depthMax = 6;

/** Looks at the error, at what it was caused by, and at what Prisma hides in `meta` and in its adapter's error. */
function someCause(error: unknown, matches: (cause: Cause) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > depthMax) return false;
  const seen = error as Record<string, unknown>;
  const codes = [seen['code'], seen['originalCode']].filter((code) => typeof code === 'string');
  const kind = text(seen['kind']);
  const message = text(seen['message']);
  const constraint = text(seen['constraint']);
  if (['', ...codes].some((code) => matches({ code, kind, message, constraint }))) return true;
  return [seen['cause'], seen['meta'], seen['driverAdapterError']].some((inner) =>
    someCause(inner, matches, depth + 1),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

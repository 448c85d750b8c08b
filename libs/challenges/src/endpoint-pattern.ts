import { createHash } from 'node:crypto';

const ID = '{id}';
/** What names one thing of many: a number, a UUID, or hex digits as hashes and keys have them. */
const NAMES_ONE = /^(?:\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{16,})$/i;

/**
 * The endpoint that a resource belongs to, for counting: without query and fragment, and with `{id}` for each segment that is
 * only a number, a UUID or 16 hex digits or more. All else stays as it is, the case of letters and final slashes included, so
 * whoever sells by name sells as many endpoints as names.
 */
export function endpointPattern(resource: string): string {
  const [path = ''] = resource.split(/[?#]/, 1);
  return path
    .split('/')
    .map((segment) => (NAMES_ONE.test(segment) ? ID : segment))
    .join('/');
}

/** The name under which an endpoint is counted: 128 bits of the SHA-256 of its pattern, as 32 hex digits. */
export function endpointKey(resource: string): string {
  return createHash('sha256').update(endpointPattern(resource)).digest('hex').slice(0, 32);
}

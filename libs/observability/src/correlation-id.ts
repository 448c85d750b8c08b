import { randomBytes } from 'node:crypto';

const ADMITTED = /^[A-Za-z0-9._:-]{1,128}$/;

/** Random once per process, so that a counter is enough to tell requests of all processes apart. */
const PROCESS_PART = randomBytes(9).toString('base64url').replaceAll('_', '.');

let made = 0;

/**
 * The id of a request in answers and logs: the caller's header, if it is 1 to 128 letters, digits and `._:-`, else a new
 * one. A header that came twice is joined by a comma and so is not admitted.
 */
export function correlationIdOf(header: string | string[] | undefined): string {
  if (typeof header === 'string' && ADMITTED.test(header)) return header;
  made += 1;
  return `${PROCESS_PART}-${made.toString(36)}`;
}

/** The code of an error of the system or the database, such as `EEXIST` or `23505`; empty if it has none. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** The code of an error of the operating system (`ENOENT`) or of PostgreSQL (`28P01`); empty for anything else. */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

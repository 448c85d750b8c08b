/** A time as the API writes it: RFC 3339 in UTC with `Z`, whole seconds (cut, not rounded). */
export function rfc3339(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** The same from Unix seconds. */
export function rfc3339FromSeconds(seconds: number): string {
  return rfc3339(new Date(seconds * 1000));
}

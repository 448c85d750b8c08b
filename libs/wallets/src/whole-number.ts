/** A whole number that is not negative, sent as a number or as decimal digits (as 64-bit numbers are); null otherwise. */
export function wholeNumber(value: unknown): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : null;
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : null;
}

const SECONDS_MAX = 253_402_300_799n;

/** A time in whole seconds since 1970; null for none, zero and what no calendar has. */
export function timeInSeconds(value: unknown): Date | null {
  const seconds = wholeNumber(value);
  return seconds === null || seconds === 0n || seconds > SECONDS_MAX
    ? null
    : new Date(Number(seconds) * 1000);
}

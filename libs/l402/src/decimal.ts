const ZERO = 0x30;
const DIGITS_MAX = 16;

/**
 * Reads a caveat's number: decimal digits with no sign and no leading zero, from 1 to 2^53-1. Anything else gives null,
 * so a number has exactly one spelling and equal numbers are equal texts.
 */
export function parseDecimal(text: string): number | null {
  if (text.length === 0 || text.length > DIGITS_MAX) return null;
  let value = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return null;
    if (digit === 0 && i === 0) return null;
    value = value * 10 + digit;
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : null;
}

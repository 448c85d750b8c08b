const DECIMAL = /^(\d{1,9})(?:\.(\d{1,11}))?$/;
const MSAT_PER_BTC = 100_000_000_000n;

/** A whole number of satoshis as bitcoin with 8 decimals, as Strike wants it; null if the amount is none. */
export function btcOf(amountMsat: bigint): string | null {
  if (amountMsat <= 0n || amountMsat % 1_000n !== 0n) return null;
  const digits = (amountMsat / 1_000n).toString().padStart(9, '0');
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** Millisatoshis of a decimal number of bitcoin with up to 11 decimals; null for any other text. */
export function msatOfBtc(text: string): bigint | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, whole = '0', decimals = ''] = match;
  return BigInt(whole) * MSAT_PER_BTC + BigInt(decimals.padEnd(11, '0'));
}

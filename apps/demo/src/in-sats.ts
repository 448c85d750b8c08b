/** An amount in words: `1 sat`, `50 sats`. */
export function inSats(count: number): string {
  return `${count} ${count === 1 ? 'sat' : 'sats'}`;
}

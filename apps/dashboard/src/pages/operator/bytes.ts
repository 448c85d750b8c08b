const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const step = 1_000;

/** A size in the unit that makes it short. */
export function bytes(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : String(Math.round(value))}\u202f${units[unit] ?? ''}`;
}

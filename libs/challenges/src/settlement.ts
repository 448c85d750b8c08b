/** The wallet's word about a challenge's invoice, as callers see it. */
export type Settlement = 'open' | 'settled' | 'expired' | 'unknown';

/** How the ledger stores it. `none`: the wallet has said nothing since it made the invoice. */
export const SETTLEMENT_CODE = { none: 0, settled: 1, expired: 2, unknown: 3, open: 4 } as const;

const NAMES: readonly Settlement[] = ['open', 'settled', 'expired', 'unknown', 'open'];

/** The word for a stored code. An invoice nobody has asked about yet was open when its wallet made it. */
export function settlementFromCode(code: number): Settlement {
  return NAMES[code] ?? 'unknown';
}

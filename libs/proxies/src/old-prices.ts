import { proxyBounds } from './proxy-bounds.js';

/** A price that was asked before, and up to when a token bought for it is taken. */
export interface OldPrice {
  readonly sats: number;
  /** RFC 3339. */
  readonly until: string;
}

/** Reads what is stored; what is no price of ours is left out. */
export function readOldPrices(stored: unknown): readonly OldPrice[] {
  if (!Array.isArray(stored)) return [];
  return (stored as unknown[]).filter(
    (one): one is OldPrice =>
      typeof one === 'object' &&
      one !== null &&
      Number.isSafeInteger((one as OldPrice).sats) &&
      (one as OldPrice).sats >= 1 &&
      typeof (one as OldPrice).until === 'string',
  );
}

/** Adds a price that was asked up to now; those whose time is over are dropped, of several of one price the longest stays. */
export function rememberPrice(old: readonly OldPrice[], sats: number, until: Date, now: Date): OldPrice[] {
  const bySats = new Map<number, string>();
  for (const one of [...old, { sats, until: until.toISOString() }]) {
    const known = bySats.get(one.sats);
    if (Date.parse(one.until) > now.getTime() && (known === undefined || known < one.until))
      bySats.set(one.sats, one.until);
  }
  return [...bySats]
    .map(([price, end]) => ({ sats: price, until: end }))
    .sort((a, b) => a.sats - b.sats)
    .slice(0, proxyBounds.oldPricesMax);
}

/**
 * From how much on a token is taken for what costs `price` now. A token is bound to a path and was sold for what that path
 * cost then, so the lowest price of a while ago lets nobody in who has not paid what was asked.
 */
export function acceptedFrom(price: number, old: readonly OldPrice[], now: Date): number {
  const good = old.filter(({ until }) => Date.parse(until) > now.getTime());
  return Math.min(price, ...good.map(({ sats }) => sats));
}

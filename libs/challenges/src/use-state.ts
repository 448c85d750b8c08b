/** How a use's state is stored. */
export const USE_STATE = { reserved: 0, committed: 1, released: 2 } as const;

/** A stored state. */
export type UseStateCode = (typeof USE_STATE)[keyof typeof USE_STATE];

/** A state as callers see it. */
export type UseState = keyof typeof USE_STATE;

const NAMES: readonly UseState[] = ['reserved', 'committed', 'released'];

/**
 * The state that holds at `now`: a reservation whose time is over counts as committed from that moment on, whether or not
 * the sweep has come by.
 */
export function useStateAt(code: number, reservedUntil: Date | null, now: Date): UseState {
  const lapsed = code === USE_STATE.reserved && reservedUntil !== null && reservedUntil <= now;
  return lapsed ? 'committed' : (NAMES[code] ?? 'committed');
}

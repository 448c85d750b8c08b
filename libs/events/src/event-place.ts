/** Where an event stands in the order of commits: transaction and event, both decimal. */
export interface EventPlace {
  readonly xid: string;
  readonly id: string;
}

const XID_MAX = 2n ** 64n - 1n;
const ID_MAX = 2n ** 63n - 1n;

/** Behind every event. */
export const LAST_PLACE: EventPlace = Object.freeze({ xid: String(XID_MAX), id: String(ID_MAX) });

/** A place as callers get it, to hand it back: opaque to them. */
export function cursorOfPlace({ xid, id }: EventPlace): string {
  return Buffer.from(`${xid}.${id}`).toString('base64url');
}

/** The place that a cursor stands for; null for one that we did not make. */
export function placeOfCursor(cursor: string): EventPlace | null {
  if (!/^[\w-]{1,64}$/.test(cursor)) return null;
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, xid, id] = /^(\d{1,20})\.(\d{1,19})$/.exec(text) ?? [];
  if (xid === undefined || id === undefined) return null;
  return BigInt(xid) <= XID_MAX && BigInt(id) <= ID_MAX ? { xid, id } : null;
}

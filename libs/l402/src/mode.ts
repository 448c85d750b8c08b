/** Play money or real money. A credential of one mode never opens anything in the other. */
export type Mode = 'test' | 'live';

/** The mode as it is hashed into root keys and kept in rows: 0 is test, 1 is live. */
export function modeNumber(mode: Mode): 0 | 1 {
  return mode === 'live' ? 1 : 0;
}

/** The mode behind a stored number. Throws RangeError for any number but 0 and 1: such a row is not ours. */
export function modeFromNumber(stored: number): Mode {
  if (stored === 0) return 'test';
  if (stored === 1) return 'live';
  throw new RangeError('a mode is 0 or 1');
}

/** The mode that this one is not. */
export function otherMode(mode: Mode): Mode {
  return mode === 'live' ? 'test' : 'live';
}

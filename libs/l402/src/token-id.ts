import { randomBytes } from 'node:crypto';
import { modeFromNumber, modeNumber, type Mode } from './mode.js';

/** A token id is this many bytes: the id of the master key that signs (kid), then random. */
export const TOKEN_ID_BYTES = 32;

const KID_MAX = 255;

/** Whether a number can name a master key: 1 to 255. Zero is never a key. */
export function isKid(kid: number): boolean {
  return Number.isInteger(kid) && kid >= 1 && kid <= KID_MAX;
}

/**
 * Makes a fresh token id under this master key: the kid, then 31 random bytes, whose very first bit from below tells the
 * mode. The random bytes can be given, to make a known token again. A kid outside 1 to 255 or random bytes of another
 * length throw RangeError.
 */
export function newTokenId(
  kid: number,
  mode: Mode,
  random: Uint8Array = randomBytes(TOKEN_ID_BYTES - 1),
): Uint8Array {
  if (!isKid(kid)) throw new RangeError('a kid is 1 to 255');
  if (random.length !== TOKEN_ID_BYTES - 1) throw new RangeError('a token id takes 31 random bytes');
  const tokenId = new Uint8Array(TOKEN_ID_BYTES);
  tokenId[0] = kid;
  tokenId.set(random, 1);
  tokenId[1] = ((random[0] ?? 0) & 0xfe) | modeNumber(mode);
  return tokenId;
}

/**
 * The mode that a token id says it was made for. It decides nothing, as the mode is part of the root key anyway; it only
 * spares a forged token the work of being tried under both.
 */
export function modeHintOf(tokenId: Uint8Array): Mode {
  return modeFromNumber((tokenId[1] ?? 0) & 1);
}

/** The id of the master key that a token was signed under: the first byte of its token id. */
export function kidOf(tokenId: Uint8Array): number {
  return tokenId[0] ?? 0;
}

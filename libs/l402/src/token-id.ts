import { randomBytes } from 'node:crypto';

/** A token id is this many bytes: the id of the master key that signs (kid), then random. */
export const TOKEN_ID_BYTES = 32;

const KID_MAX = 255;

/** Whether a number can name a master key: 1 to 255. Zero is never a key. */
export function isKid(kid: number): boolean {
  return Number.isInteger(kid) && kid >= 1 && kid <= KID_MAX;
}

/**
 * Makes a fresh token id under this master key: the kid, then 31 random bytes. The random bytes can be given, to make a
 * known token again. A kid outside 1 to 255 or random bytes of another length throw RangeError.
 */
export function newTokenId(kid: number, random: Uint8Array = randomBytes(TOKEN_ID_BYTES - 1)): Uint8Array {
  if (!isKid(kid)) throw new RangeError('a kid is 1 to 255');
  if (random.length !== TOKEN_ID_BYTES - 1) throw new RangeError('a token id takes 31 random bytes');
  const tokenId = new Uint8Array(TOKEN_ID_BYTES);
  tokenId[0] = kid;
  tokenId.set(random, 1);
  return tokenId;
}

/** The id of the master key that a token was signed under: the first byte of its token id. */
export function kidOf(tokenId: Uint8Array): number {
  return tokenId[0] ?? 0;
}

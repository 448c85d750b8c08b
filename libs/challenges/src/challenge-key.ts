/** Bytes of a token id that make the key: the 128 random bits behind the kid. */
const FIRST_BYTE = 1;
const KEY_BYTES = 16;

/**
 * The key of a challenge's rows, read out of its token id (32 bytes, kid first): 16 random bytes as 32 lower-case hex
 * digits. So verify finds the row by primary key with nothing but the credential, and a token's spelling never matters.
 */
export function challengeKeyOf(tokenId: Uint8Array): string {
  return Buffer.from(tokenId.buffer, tokenId.byteOffset + FIRST_BYTE, KEY_BYTES).toString('hex');
}

/** The key as PostgreSQL's uuid prints it, 8-4-4-4-12, for places that people or other systems read. */
export function challengeKeyAsUuid(key: string): string {
  return `${key.slice(0, 8)}-${key.slice(8, 12)}-${key.slice(12, 16)}-${key.slice(16, 20)}-${key.slice(20)}`;
}

/** Takes a uuid as PostgreSQL prints it and gives the key. */
export function challengeKeyFromUuid(uuid: string): string {
  return uuid.replaceAll('-', '');
}

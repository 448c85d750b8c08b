const encoder = new TextEncoder();

/**
 * The longest beginning of a text that takes at most so many bytes of UTF-8, never with half a character at the end.
 * Wallets bound the description of an invoice in bytes; BOLT 11 itself has room for 639.
 */
export function cutToBytes(text: string, bytesMax: number): string {
  const { read } = encoder.encodeInto(text, new Uint8Array(bytesMax));
  return read === text.length ? text : text.slice(0, read);
}

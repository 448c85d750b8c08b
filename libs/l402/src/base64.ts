/**
 * Reads base64 (RFC 4648) in the standard or the URL-safe alphabet, padded or not, and gives null for everything else:
 * mixed alphabets, blanks, wrong padding, spare bits that are not zero. Node's own decoder skips junk, so what it made
 * of the text must encode to the very same text again.
 */
export function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const standard = bytes.toString('base64');
  if (text === standard) return bytes;

  const urlSafe = bytes.toString('base64url');
  if (text === urlSafe) return bytes;

  const padding = standard.slice(urlSafe.length);
  return text === urlSafe + padding || text + padding === standard ? bytes : null;
}

/** Writes base64 in the standard alphabet with padding, the one form that every client reads. */
export function encodeBase64(bytes: Buffer): string {
  return bytes.toString('base64');
}

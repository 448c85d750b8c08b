const ALPHABET = /^[A-Za-z0-9_-]+={0,2}$/;

/** A text as base64url of its UTF-8, without padding. */
export function base64urlFromText(text: string): string {
  let octets = '';
  for (const byte of new TextEncoder().encode(text)) octets += String.fromCharCode(byte);
  return btoa(octets).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** The text behind base64url, padded or not; `null` for anything else, also where the bytes are no UTF-8. Never throws. */
export function textFromBase64url(encoded: string): string | null {
  if (!ALPHABET.test(encoded)) return null;
  try {
    const octets = atob(encoded.replace(/=+$/, '').replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = Uint8Array.from(octets, (octet) => octet.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

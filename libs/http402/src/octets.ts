/**
 * An *octet string* holds one byte per character, U+0000 to U+00FF: the form in which Node hands out request
 * targets and header values, and the form in which `btoa` wants its input.
 */
export function octetsFromBytes(bytes: Uint8Array): string {
  let octets = '';
  for (const byte of bytes) octets += String.fromCharCode(byte);
  return octets;
}

/** Whether every character is a byte. A text with wider characters was decoded by somebody before us. */
export function isOctetString(text: string): boolean {
  return !/[\u0100-\uffff]/.test(text);
}

/** The octets that hexadecimal text in either case stands for; `null` if it is empty, odd in length or not hexadecimal. */
export function octetsFromHex(hex: string): string | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) return null;
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

/** Whether the octets are well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing cut short. */
export function isUtf8(octets: string): boolean {
  // Nearly every path is ASCII, and a decoder costs more than all else that is done with it.
  if (!/[\u0080-\uffff]/.test(octets)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(octets, (octet) => octet.charCodeAt(0)));
    return true;
  } catch {
    return false;
  }
}

/** One octet as a percent escape with upper-case digits, the normal form of RFC 3986 section 2.1. */
export function percentEncode(octet: string): string {
  return `%${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

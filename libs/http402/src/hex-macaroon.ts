import type { L402Credential } from './l402-credential.js';
import { octetsFromHex } from './octets.js';

const FORMAT_V2 = 2;
const END_OF_SECTION = 0;
const IDENTIFIER = 2;
const PREIMAGE_PREFIX = 'preimage=';

/**
 * The credential in a macaroon sent alone in hexadecimal, as lnd-style clients do: the macaroon in base64, and the
 * preimage from the last of its `preimage=` caveats. `null` if the text is not hexadecimal or names no preimage; nothing
 * else of the macaroon is judged.
 */
export function readHexMacaroon(hex: string): L402Credential | null {
  const octets = octetsFromHex(hex);
  const preimage = octets && preimageCaveat(octets);
  return octets && preimage ? { macaroon: btoa(octets), preimage } : null;
}

/** The value of the last `preimage=` caveat: an identifier packet in any section but the first. */
function preimageCaveat(octets: string): string | null {
  let preimage: string | null = null;
  for (const { section, type, text } of packets(octets)) {
    if (section > 0 && type === IDENTIFIER && text.startsWith(PREIMAGE_PREFIX)) {
      preimage = text.slice(PREIMAGE_PREFIX.length).trim();
    }
  }
  return preimage;
}

interface Packet {
  readonly section: number;
  readonly type: number;
  readonly text: string;
}

/**
 * The packets of a libmacaroons V2 text, up to the first that reaches beyond its end. Section 0 is the header, each
 * further one a caveat. Whether they are the right ones is for verification to say.
 */
function* packets(octets: string): Generator<Packet> {
  if (octets.charCodeAt(0) !== FORMAT_V2) return;
  let section = 0;
  let at = 1;
  while (at < octets.length) {
    const type = octets.charCodeAt(at);
    at += 1;
    if (type === END_OF_SECTION) {
      section += 1;
      continue;
    }
    const { length, start } = readLength(octets, at);
    at = start + length;
    if (at > octets.length) return;
    yield { section, type, text: octets.slice(start, at) };
  }
}

/** An unsigned LEB128 number of one or two bytes, enough for any macaroon that fits a header. */
function readLength(octets: string, at: number): { length: number; start: number } {
  const low = octets.charCodeAt(at);
  if (low < 0x80) return { length: low, start: at + 1 };
  return { length: (low & 0x7f) | (octets.charCodeAt(at + 1) << 7), start: at + 2 };
}

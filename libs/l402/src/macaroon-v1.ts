import type { AnyMacaroon } from './any-macaroon.js';

/** A packet begins with its whole length in four hexadecimal digits, and ends with a line feed. */
const LENGTH_DIGITS = 4;
const LENGTH = /^[0-9a-f]{4}$/;
const LINE_FEED = 0x0a;
const BLANK = 0x20;

interface Packet {
  readonly name: string;
  readonly content: Buffer;
}

/**
 * Reads a macaroon in the first binary format of libmacaroons: packets of `name content`. The npm package reads none. Null
 * unless there is a location, an identifier, then caveats, and a signature at the very end.
 */
export function readMacaroonV1(bytes: Buffer): AnyMacaroon | null {
  const packets = packetsOf(bytes);
  if (packets === null) return null;
  const [location, identifier, ...rest] = packets;
  const signature = rest.pop();
  if (location?.name !== 'location' || identifier?.name !== 'identifier' || signature?.name !== 'signature')
    return null;

  const caveats: { identifier: Buffer; isThirdParty: boolean }[] = [];
  for (const { name, content } of rest) {
    const last = caveats.at(-1);
    if (name === 'cid') caveats.push({ identifier: content, isThirdParty: false });
    else if (name === 'vid' && last !== undefined) last.isThirdParty = true;
    else if (name !== 'cl' || last === undefined) return null;
  }
  return {
    form: 'v1',
    location: location.content.toString('utf8') || null,
    identifier: identifier.content,
    caveats,
    signature: signature.content,
    bytes,
  };
}

function packetsOf(bytes: Buffer): Packet[] | null {
  const packets: Packet[] = [];
  for (let at = 0; at < bytes.length;) {
    const digits = bytes.toString('latin1', at, at + LENGTH_DIGITS);
    const length = LENGTH.test(digits) ? Number.parseInt(digits, 16) : 0;
    const packet = bytes.subarray(at + LENGTH_DIGITS, at + length);
    const blank = packet.indexOf(BLANK);
    if (length <= LENGTH_DIGITS || at + length > bytes.length) return null;
    if (blank < 1 || packet.at(-1) !== LINE_FEED) return null;
    packets.push({ name: packet.toString('latin1', 0, blank), content: packet.subarray(blank + 1, -1) });
    at += length;
  }
  return packets;
}

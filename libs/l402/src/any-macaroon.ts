import { importMacaroon } from 'macaroon';
import { decodeBase64 } from './base64.js';
import { readMacaroonV1 } from './macaroon-v1.js';

/** How a macaroon was written: in binary, the second or the first format of libmacaroons, or as JSON. */
export type MacaroonForm = 'v2' | 'v1' | 'json';

/** A macaroon of anybody, as far as it can be read; nothing of it is judged. */
export interface AnyMacaroon {
  readonly form: MacaroonForm;
  /** Null if it has none. */
  readonly location: string | null;
  readonly identifier: Buffer;
  readonly caveats: readonly { readonly identifier: Buffer; readonly isThirdParty: boolean }[];
  readonly signature: Buffer;
  /** Its bytes, where it was written in binary. */
  readonly bytes: Buffer | null;
}

const HEX = /^(?:[0-9a-f]{2})+$/i;
const V2 = 2;
const JSON_BEGINS = 0x7b;

/**
 * Reads a macaroon that somebody shows us: binary in hexadecimal or base64 of either alphabet, or JSON, plain or in base64.
 * Null for everything else, however hostile. For people to look at: what verify reads is far less.
 */
export function readAnyMacaroon(text: string): AnyMacaroon | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return fromJson(trimmed);
  const ways = [HEX.test(trimmed) ? Buffer.from(trimmed, 'hex') : null, decodeBase64(trimmed)];
  for (const bytes of ways) {
    const macaroon = bytes === null || bytes.length === 0 ? null : fromBytes(bytes);
    if (macaroon !== null) return macaroon;
  }
  return null;
}

function fromBytes(bytes: Buffer): AnyMacaroon | null {
  if (bytes[0] === JSON_BEGINS) return fromJson(bytes.toString('utf8'));
  if (bytes[0] !== V2) return readMacaroonV1(bytes);
  const macaroon = imported(bytes, 'v2');
  return macaroon === null ? null : { ...macaroon, bytes };
}

function fromJson(text: string): AnyMacaroon | null {
  try {
    const value: unknown = JSON.parse(text);
    return isPlain(value) ? imported(value, 'json') : null;
  } catch {
    return null;
  }
}

/** The package takes what it is given for what it should be: a number for a length, an object for a text. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, member]: [string, unknown]) => {
    if (name === 'v') return typeof member === 'number';
    if (name === 'c' || name === 'caveats') return Array.isArray(member) && member.every(isFlat);
    return typeof member === 'string';
  });
}

function isFlat(value: unknown): boolean {
  return isPlain(value) && Object.values(value).every((member) => typeof member === 'string');
}

function imported(source: Uint8Array | object, form: MacaroonForm): AnyMacaroon | null {
  try {
    const { identifier, location, caveats, signature } = importMacaroon(source);
    return {
      form,
      location: location === '' ? null : location,
      identifier: Buffer.from(identifier),
      caveats: caveats.map((caveat) => ({
        identifier: Buffer.from(caveat.identifier),
        isThirdParty: caveat.vid !== undefined,
      })),
      signature: Buffer.from(signature),
      bytes: null,
    };
  } catch {
    return null;
  }
}

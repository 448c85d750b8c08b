import { FieldReader } from './field-reader.js';
import { isIdentifier } from './identifier.js';
import { FIELD, FORMAT_VERSION, MACAROON_LIMITS as LIMITS, type MacaroonFault } from './macaroon-format.js';

/**
 * The parts of an L402 macaroon that mean something; they are views of the bytes read. The location is left out: it is
 * unsigned, so anyone may change it and nothing may depend on it.
 */
export interface Macaroon {
  readonly identifier: Buffer;
  readonly caveats: readonly Buffer[];
  readonly signature: Buffer;
}

const LOCATION = { min: 0, max: LIMITS.locationBytesMax, otherwise: 'location_too_long' } as const;
const IDENTIFIER = {
  min: LIMITS.identifierBytes,
  max: LIMITS.identifierBytes,
  otherwise: 'bad_identifier',
} as const;
const CAVEAT = { min: 1, max: LIMITS.caveatBytesMax, otherwise: 'bad_caveat_length' } as const;
const SIGNATURE = {
  min: LIMITS.signatureBytes,
  max: LIMITS.signatureBytes,
  otherwise: 'bad_signature_length',
} as const;

/**
 * Reads a macaroon in the V2 binary format of libmacaroons with an L402 identifier (version 0), first-party caveats only.
 * Gives the first fault instead if a single byte is out of place, trailing bytes included; no key is touched.
 */
export function decodeMacaroon(bytes: Buffer, reader = new FieldReader(bytes)): Macaroon | MacaroonFault {
  if (bytes.length === 0) return 'empty';
  if (bytes.length > LIMITS.macaroonBytesMax) return 'too_long';

  reader.expect(FORMAT_VERSION, 'other_version');
  if (reader.peek() === FIELD.location) reader.field(FIELD.location, LOCATION);
  const identifier = reader.field(FIELD.identifier, IDENTIFIER);
  reader.end();

  const caveats: Buffer[] = [];
  while (reader.fault === null && reader.peek() !== FIELD.end) {
    if (caveats.length === LIMITS.caveatsMax) reader.fail('too_many_caveats');
    caveats.push(readCaveat(reader));
  }
  reader.end();

  const signature = reader.field(FIELD.signature, SIGNATURE);
  reader.finish();
  if (reader.fault !== null) return reader.fault;
  return isIdentifier(identifier) ? { identifier, caveats, signature } : 'bad_identifier';
}

/** One section with one first-party caveat. A location or a verification id would make it a third-party one. */
function readCaveat(reader: FieldReader): Buffer {
  if (reader.peek() === FIELD.location) reader.fail('third_party_caveat');
  const caveat = reader.field(FIELD.identifier, CAVEAT);
  if (reader.peek() === FIELD.verificationId) reader.fail('third_party_caveat');
  reader.end();
  return caveat;
}

/**
 * Writes a macaroon in the V2 binary format, byte for byte what other implementations write.
 * What `decodeMacaroon` would not read back throws RangeError.
 */
export function encodeMacaroon(macaroon: Macaroon, location: string): Buffer {
  const sections = macaroon.caveats.flatMap((caveat) => [...field(FIELD.identifier, caveat), END]);
  const bytes = Buffer.concat([
    Buffer.of(FORMAT_VERSION),
    ...field(FIELD.location, Buffer.from(location)),
    ...field(FIELD.identifier, macaroon.identifier),
    END,
    ...sections,
    END,
    ...field(FIELD.signature, macaroon.signature),
  ]);
  const back = decodeMacaroon(bytes);
  if (typeof back === 'string') throw new RangeError(`no such macaroon: ${back}`);
  return bytes;
}

const END = Buffer.of(FIELD.end);

function field(type: number, content: Buffer): Buffer[] {
  const { length } = content;
  const head = length < 0x80 ? Buffer.of(type, length) : Buffer.of(type, (length & 0x7f) | 0x80, length >> 7);
  return [head, content];
}

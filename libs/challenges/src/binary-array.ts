// PostgreSQL's binary array format: dimensions, null flag, element type, length, lower bound; then length and bytes of
// each element. Building it takes a fraction of the time of the text form, on both sides.

const UUID_OID = 2950;
const INT4_OID = 23;
const INT8_OID = 20;
const HEADER_BYTES = 20;

function header(length: number, elementOid: number, elementBytes: number): Buffer {
  const array = Buffer.allocUnsafe(HEADER_BYTES + length * (4 + elementBytes));
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(elementOid, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return array;
}

/** A `uuid[]` parameter from keys of 32 hex digits each. */
export function uuidArray(keys: readonly string[]): Buffer {
  const array = header(keys.length, UUID_OID, 16);
  let at = HEADER_BYTES;
  for (const key of keys) {
    array.writeInt32BE(16, at);
    array.write(key, at + 4, 'hex');
    at += 20;
  }
  return array;
}

/** An `int4[]` parameter. */
export function int4Array(values: readonly number[]): Buffer {
  const array = header(values.length, INT4_OID, 4);
  let at = HEADER_BYTES;
  for (const value of values) {
    array.writeInt32BE(4, at);
    array.writeInt32BE(value, at + 4);
    at += 8;
  }
  return array;
}

/** An `int8[]` parameter from integers up to 2^53. */
export function int8Array(values: readonly number[]): Buffer {
  const array = header(values.length, INT8_OID, 8);
  let at = HEADER_BYTES;
  for (const value of values) {
    array.writeInt32BE(8, at);
    array.writeBigInt64BE(BigInt(value), at + 4);
    at += 12;
  }
  return array;
}

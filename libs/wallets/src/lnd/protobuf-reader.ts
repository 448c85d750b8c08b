/** One field of a protobuf message: its bytes if it is length-delimited, else null. */
export interface ProtobufField {
  readonly number: number;
  readonly bytes: Buffer | null;
}

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;
/** Nothing that is read here has larger numbers. */
const VARINT_BYTES_MAX = 10;

/** Reads bytes in the wire format of protocol buffers, from left to right. What is no such thing gives null. */
export class ProtobufReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** All fields that are left, in their order. */
  fields(): readonly ProtobufField[] | null {
    const fields: ProtobufField[] = [];
    while (this.at < this.bytes.length) {
      const tag = this.varint();
      if (tag === null) return null;
      const number = Math.floor(tag / 8);
      const bytes = this.content(tag % 8);
      if (bytes === undefined || number === 0) return null;
      fields.push({ number, bytes });
    }
    return fields;
  }

  /** A number in base 128; null if it is cut short or larger than 2^53. */
  varint(): number | null {
    let value = 0;
    for (let index = 0; index < VARINT_BYTES_MAX; index += 1) {
      const byte = this.bytes[this.at];
      if (byte === undefined) return null;
      this.at += 1;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return Number.isSafeInteger(value) ? value : null;
    }
    return null;
  }

  /** Bytes with their number before them; null if there are fewer. */
  delimited(): Buffer | null {
    const length = this.varint();
    return length === null ? null : this.take(length);
  }

  /** Null for content without bytes of its own, undefined for what cannot be read. */
  private content(wireType: number): Buffer | null | undefined {
    if (wireType === DELIMITED) return this.delimited() ?? undefined;
    if (wireType === VARINT) return this.varint() === null ? undefined : null;
    if (wireType === FIXED_64) return this.take(8) === null ? undefined : null;
    if (wireType === FIXED_32) return this.take(4) === null ? undefined : null;
    return undefined;
  }

  private take(length: number): Buffer | null {
    const end = this.at + length;
    if (end > this.bytes.length) return null;
    const taken = this.bytes.subarray(this.at, end);
    this.at = end;
    return taken;
  }
}

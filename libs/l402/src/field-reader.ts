import { FIELD, type MacaroonFault } from './macaroon-format.js';

const NOTHING = Buffer.alloc(0);
const PAST_END = -1;

/** The sizes that a field may have, and the fault if it has another. */
export interface FieldSize {
  readonly min: number;
  readonly max: number;
  readonly otherwise: MacaroonFault;
}

/**
 * Reads the fields of a V2 macaroon from left to right, never twice. The first fault sticks: from then on every read
 * gives nothing, so that a decoder can be written straight down and ask for the fault once, at the end.
 */
export class FieldReader {
  #position = 0;
  #fault: MacaroonFault | null = null;

  constructor(private readonly bytes: Buffer) {}

  /** What went wrong first, or null. */
  get fault(): MacaroonFault | null {
    return this.#fault;
  }

  /** The field type that comes next, not consumed; -1 at the end of the bytes and after a fault. */
  peek(): number {
    return this.#fault === null ? this.byteAt(this.#position) : PAST_END;
  }

  /** Consumes one byte that can only be this one. */
  expect(byte: number, otherwise: MacaroonFault = 'unexpected_field'): void {
    const found = this.peek();
    if (found === byte) this.#position += 1;
    else this.fail(found === PAST_END ? 'cut_short' : otherwise);
  }

  /** Consumes a field of this type and size and gives a view of its content. */
  field(type: number, size: FieldSize): Buffer {
    this.expect(type);
    const length = this.#length();
    if (this.#fault !== null) return NOTHING;
    if (length < size.min || length > size.max) return this.fail(size.otherwise);

    const end = this.#position + length;
    if (end > this.bytes.length) return this.fail('cut_short');
    const content = this.bytes.subarray(this.#position, end);
    this.#position = end;
    return content;
  }

  /** Consumes the mark that closes a section. */
  end(): void {
    this.expect(FIELD.end);
  }

  /** Demands that nothing is left. */
  finish(): void {
    if (this.#position < this.bytes.length) this.fail('trailing_bytes');
  }

  /** Notes a fault, unless there is one already. */
  fail(fault: MacaroonFault): Buffer {
    this.#fault ??= fault;
    return NOTHING;
  }

  /** The one place that looks at a byte, -1 past the end. A subclass may count. */
  protected byteAt(position: number): number {
    return this.bytes[position] ?? PAST_END;
  }

  /** An unsigned LEB128 number of one or two bytes, spelled as briefly as it can be. */
  #length(): number {
    const low = this.#next();
    if (low < 0x80) return low;
    const high = this.#next();
    if (high === 0 || high >= 0x80) this.fail('bad_length');
    return (low & 0x7f) | (high << 7);
  }

  #next(): number {
    const byte = this.peek();
    if (byte === PAST_END) this.fail('cut_short');
    else this.#position += 1;
    return byte;
  }
}

/** Parts that are held before they are put together, since each costs far more memory than a byte. */
const PARTS_MAX = 1_024;

/** Bytes that come in parts, however small these are: it never costs much more memory than the bytes themselves. */
export class GatheredBytes {
  private parts: Uint8Array[] = [];
  private count = 0;

  /** How many bytes there are. */
  get length(): number {
    return this.count;
  }

  /** Adds a part. */
  add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.count += part.length;
    this.parts.push(part);
    if (this.parts.length === PARTS_MAX) this.parts = [Buffer.concat(this.parts)];
  }

  /** All of them; nothing is left. */
  take(): Buffer {
    const all = Buffer.concat(this.parts);
    [this.parts, this.count] = [[], 0];
    return all;
  }
}

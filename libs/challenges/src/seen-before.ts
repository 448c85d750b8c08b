const SLOTS = 16_384;

/**
 * Tells, of random names, whether one came before and not too many others since: a table of fixed size, where a name
 * overwrites whatever had its slot. It may forget; it takes one name for another once in four billion times.
 */
export class SeenBefore {
  private readonly marks = new Uint32Array(SLOTS);

  /** Whether this name came lately; notes it. Takes at least six random bytes, looking at the last. */
  again(name: Uint8Array): boolean {
    const end = name.length;
    const slot = ((name[end - 1] ?? 0) | ((name[end - 2] ?? 0) << 8)) % SLOTS;
    const mark =
      (((name[end - 3] ?? 0) << 24) |
        ((name[end - 4] ?? 0) << 16) |
        ((name[end - 5] ?? 0) << 8) |
        (name[end - 6] ?? 0)) >>>
      0;
    if (this.marks[slot] === mark) return true;
    this.marks[slot] = mark;
    return false;
  }
}

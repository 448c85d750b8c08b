/** Reads a text from left to right, each pattern once at the place reached, never going back. */
export class TextCursor {
  #at = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.#at >= this.text.length;
  }

  /**
   * The match of a sticky pattern at this place, its first group if it has one, and moves past it; `null` without
   * moving if there is none.
   */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (!match) return null;
    this.#at += match[0].length;
    return match[1] ?? match[0];
  }

  /** Moves past one character. */
  skip(): void {
    this.#at += 1;
  }
}

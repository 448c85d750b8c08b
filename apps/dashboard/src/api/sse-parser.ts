/** One message of a stream of server-sent events. */
export interface SseMessage {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/**
 * Reads server-sent events out of text that comes in pieces of any size. Comments, and messages without data, are passed
 * over; what is not ended yet waits for the next piece.
 */
export class SseParser {
  private rest = '';
  private lastId = '';

  /** The messages that this piece completes. */
  push(piece: string): SseMessage[] {
    this.rest += piece;
    // A carriage return at the very end may be half of a line break.
    const usable = this.rest.endsWith('\r') ? this.rest.slice(0, -1) : this.rest;
    const blocks = usable.split(/\r\n\r\n|\n\n|\r\r/);
    const unfinished = blocks.pop() ?? '';
    this.rest = unfinished + this.rest.slice(usable.length);
    return blocks.flatMap((block) => this.read(block));
  }

  private read(block: string): SseMessage[] {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split(/\r\n|\n|\r/)) {
      const colon = line.indexOf(':');
      if (colon === 0) continue;
      const field = colon === -1 ? line : line.slice(0, colon);
      const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'event') event = value;
      else if (field === 'data') data.push(value);
      else if (field === 'id' && !value.includes('\0')) this.lastId = value;
    }
    return data.length === 0 ? [] : [{ id: this.lastId, event, data: data.join('\n') }];
  }
}

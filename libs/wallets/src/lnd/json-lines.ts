import { GatheredBytes } from '@turnpike/outbound';
import { ProtocolViolation } from '../wallet-errors.js';

const NEWLINE = 0x0a;

/**
 * The JSON values of a stream that has one in each line, however the lines are divided into chunks. Empty lines are left
 * out, and so is a last one that is cut off. Throws `ProtocolViolation` for a longer line and for one that is no JSON.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>, lineBytesMax: number): AsyncGenerator {
  const gathered = new GatheredBytes();
  const add = (part: Uint8Array): void => {
    if (gathered.length + part.length > lineBytesMax) throw new ProtocolViolation('a line is too long');
    gathered.add(part);
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      const line = gathered.take().toString('utf8').trim();
      start = end + 1;
      if (line !== '') yield parse(line);
    }
    add(chunk.subarray(start));
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The parser's error quotes what it could not read.
    throw new ProtocolViolation('a line is no JSON');
  }
}

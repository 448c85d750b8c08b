import { StringDecoder } from 'node:string_decoder';
import { operatorBounds } from '../operator-bounds.js';
import { broken } from './archive-format.js';

/** The lines of a file without their ends, each bounded; OperatorError for one that is longer, or not ended. */
export async function* archiveLines(source: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of source) {
    rest += typeof chunk === 'string' ? chunk : decoder.write(chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > operatorBounds.archiveLineCharsMax) throw broken();
    for (const line of lines) {
      if (line.length > operatorBounds.archiveLineCharsMax) throw broken();
      yield line;
    }
  }
  if (rest + decoder.end() !== '') throw broken();
}

import { ProtocolViolation } from '../wallet-errors.js';
import { jsonLines } from './json-lines.js';

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield await Promise.resolve(Buffer.from(text));
}

async function read(chunks: AsyncIterable<Uint8Array>, lineBytesMax = 100): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of jsonLines(chunks, lineBytesMax)) values.push(value);
  return values;
}

describe('lines of JSON', () => {
  const text = '{"a":"ü"}\n\n  {"b":[1,\t2]}\r\n{"c":null}\n';
  const values = [{ a: 'ü' }, { b: [1, 2] }, { c: null }];

  it('are read wherever the chunks are divided, in the middle of a letter too', async () => {
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at += 1) {
      const parts = [bytes.subarray(0, at), bytes.subarray(at)];
      const chunks = (async function* () {
        for (const part of parts) yield await Promise.resolve(part);
      })();
      expect(await read(chunks)).toEqual(values);
    }
    expect(await read(chunksOf(...Array.from(text)))).toEqual(values);
  });

  it('leave out a last one that is cut off', async () => {
    expect(await read(chunksOf('{"a":1}\n{"b":2}'))).toEqual([{ a: 1 }]);
  });

  it('are refused when one is too long, before its end has come', async () => {
    const endless = (async function* () {
      for (;;) yield await Promise.resolve(Buffer.from('x'.repeat(60)));
    })();
    await expect(read(endless)).rejects.toThrow(ProtocolViolation);
    await expect(read(chunksOf(`"${'x'.repeat(98)}"\n"${'x'.repeat(99)}"\n`))).rejects.toThrow('too long');
  });

  it('are refused when one is no JSON, without a word of it', async () => {
    await expect(read(chunksOf('{"macaroon": secret}\n'))).rejects.toThrow(
      new ProtocolViolation('a line is no JSON'),
    );
  });
});

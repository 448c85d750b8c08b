import { GatheredBytes } from '@turnpike/outbound';

/** The beginning of an answer as text: so many bytes of it at most. */
export async function textWithin(chunks: AsyncIterable<Uint8Array>, bytesMax: number): Promise<string> {
  const gathered = new GatheredBytes();
  for await (const chunk of chunks) {
    gathered.add(chunk);
    if (gathered.length >= bytesMax) break;
  }
  return gathered.take().subarray(0, bytesMax).toString('utf8');
}

import { createHash } from 'node:crypto';
import { GatheredBytes } from './gathered-bytes.js';

describe('bytes that come in parts', () => {
  it('are given back in order, once', () => {
    const gathered = new GatheredBytes();
    const bytes = createHash('shake256', { outputLength: 10_000 }).update('x').digest();
    for (let at = 0; at < bytes.length; at += 3) {
      gathered.add(bytes.subarray(at, at + 3));
      gathered.add(Buffer.alloc(0));
    }
    expect(gathered.length).toBe(10_000);
    expect(gathered.take().equals(bytes)).toBe(true);
    expect([gathered.length, gathered.take().length]).toEqual([0, 0]);
  });

  it('are held in a bounded number of parts', () => {
    const gathered = new GatheredBytes();
    for (let count = 0; count < 5_000; count += 1) gathered.add(Buffer.from([count & 255]));
    expect((Reflect.get(gathered, 'parts') as Uint8Array[]).length).toBeLessThan(1_024);
    expect(gathered.length).toBe(5_000);
  });
});

import type { Prng } from './prng.js';
import { SPECIMENS } from './specimens.js';

type Mutation = (bytes: Buffer, prng: Prng) => Buffer;

const cut = (bytes: Buffer, prng: Prng): [Buffer, Buffer] => {
  const at = prng.below(bytes.length + 1);
  return [bytes.subarray(0, at), bytes.subarray(at)];
};

const flipBit: Mutation = (bytes, prng) => {
  const copy = Buffer.from(bytes);
  const at = prng.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << prng.below(8));
  return copy;
};

const replaceByte: Mutation = (bytes, prng) => {
  const copy = Buffer.from(bytes);
  copy[prng.below(copy.length)] = prng.pick([0, 1, 2, 4, 6, 0x20, 0x42, 0x7f, 0x80, 0xff]);
  return copy;
};

const insert: Mutation = (bytes, prng) => {
  const [before, after] = cut(bytes, prng);
  return Buffer.concat([before, prng.bytes(1 + prng.below(4)), after]);
};

const remove: Mutation = (bytes, prng) => {
  const [before, after] = cut(bytes, prng);
  return Buffer.concat([before, after.subarray(1 + prng.below(4))]);
};

const repeat: Mutation = (bytes, prng) => {
  const [before, after] = cut(bytes, prng);
  return Buffer.concat([before, after.subarray(0, prng.below(40)), after]);
};

const splice: Mutation = (bytes, prng) => {
  const other = cut(prng.pick(SPECIMENS).bytes, prng)[1];
  return Buffer.concat([cut(bytes, prng)[0], other]);
};

const MUTATIONS = [flipBit, flipBit, replaceByte, replaceByte, insert, remove, repeat, splice];

/** Changes bytes with no regard for what they mean: one to three small wounds anywhere. */
export function mutateBytes(bytes: Buffer, prng: Prng): Buffer {
  let mutated = bytes;
  for (let wounds = 1 + prng.below(3); wounds > 0 && mutated.length > 0; wounds -= 1) {
    mutated = prng.pick(MUTATIONS)(mutated, prng);
  }
  return mutated;
}

/** Cuts bytes short, or lets them go on with zeros, chance or another token. */
export function mutateEnd(bytes: Buffer, prng: Prng): Buffer {
  if (prng.onceIn(2)) return cut(bytes, prng)[0];
  const after = [
    Buffer.alloc(1 + prng.below(4_000)),
    prng.bytes(1 + prng.below(64)),
    prng.pick(SPECIMENS).bytes,
  ];
  return Buffer.concat([bytes, prng.pick(after)]);
}

import type { Prng } from './prng.js';

/** A field as it stands in the bytes: its type, then, but for an end mark, its length as written and its content. */
interface Field {
  readonly type: number;
  readonly length: Buffer;
  readonly content: Buffer;
}

const END: Field = { type: 0, length: Buffer.alloc(0), content: Buffer.alloc(0) };

/** Splits a good token into its fields; the version byte is left off. Lengths here are of one or two bytes. */
function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = [];
  for (let at = 1; at < bytes.length;) {
    const type = bytes.readUInt8(at);
    at += 1;
    if (type === END.type) {
      fields.push(END);
      continue;
    }
    const low = bytes.readUInt8(at);
    const length = bytes.subarray(at, at + (low < 0x80 ? 1 : 2));
    at += length.length;
    const size = low < 0x80 ? low : (low & 0x7f) + 128 * bytes.readUInt8(at - 1);
    fields.push({ type, length, content: bytes.subarray(at, at + size) });
    at += size;
  }
  return fields;
}

const honest = (type: number, content: Buffer): Field => {
  const { length } = content;
  return {
    type,
    length: length < 0x80 ? Buffer.of(length) : Buffer.of((length & 0x7f) | 0x80, length >> 7),
    content,
  };
};

/** Lengths that are too long, not minimal, endless, or simply lies. */
function hostileLength({ length, content }: Field, prng: Prng): Buffer {
  return prng.pick([
    Buffer.of((content.length & 0x7f) | 0x80, (content.length >> 7) | 0x80, 0),
    Buffer.of((content.length & 0x7f) | 0x80, content.length >> 7),
    Buffer.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
    Buffer.of(0xff, 0x7f),
    Buffer.of(prng.below(256), prng.below(256)),
    Buffer.of(prng.below(128)),
    Buffer.concat([length, Buffer.of(0)]),
    Buffer.alloc(0),
  ]);
}

const plainCaveats = (count: number): Field[] =>
  Array.from({ length: count }, () => [honest(2, Buffer.of(0x61)), END]).flat();

type Edit = (field: Field, prng: Prng, fields: readonly Field[]) => readonly Field[];

const EDITS: readonly Edit[] = [
  () => [],
  (field) => [field, field],
  (field, prng, fields) => [field, prng.pick(fields)],
  (_, prng, fields) => [prng.pick(fields)],
  (field) => [field, END],
  (field, prng) => [{ ...field, type: prng.pick([0, 1, 2, 3, 4, 5, 6, 7, 0x30, 0xff]) }],
  (field, prng) => [{ ...field, length: hostileLength(field, prng) }],
  (field, prng) => [honest(field.type, field.content.subarray(prng.below(field.content.length + 1)))],
  (field, prng) => [honest(field.type, Buffer.concat([field.content, prng.bytes(1 + prng.below(140))]))],
  (field, prng) => [
    honest(field.type, prng.bytes(prng.pick([0, 1, 31, 32, 33, 65, 66, 67, 128, 129, 2_100, 2_101]))),
  ],
  (field, prng) => [field, honest(4, prng.bytes(16))],
  (field, prng) => [honest(1, prng.bytes(prng.below(130))), field],
  (field, prng) => [...plainCaveats(prng.pick([1, 2, 3, 61])), field],
  (field, prng) => [
    honest(2, Buffer.from(prng.pick(['expires=9999999999', 'path=/', 'merchant_id=1']))),
    END,
    field,
  ],
];

/** Changes a good token field by field: dropped, doubled, moved, of another type, with hostile lengths, injected. */
export function mutateStructure(bytes: Buffer, prng: Prng): Buffer {
  let fields = fieldsOf(bytes);
  for (let edits = 1 + prng.below(2); edits > 0 && fields.length > 0; edits -= 1) {
    const at = prng.below(fields.length);
    const edit = prng.pick(EDITS);
    fields = fields.flatMap((field, i) => (i === at ? edit(field, prng, fields) : [field]));
  }
  const version = Buffer.of(prng.onceIn(20) ? prng.below(256) : 2);
  return Buffer.concat([
    version,
    ...fields.flatMap(({ type, length, content }) => [Buffer.of(type), length, content]),
  ]);
}

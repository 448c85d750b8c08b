import type { MacaroonJson } from 'macaroon';

const END = Buffer.of(0);

/** Turns the oracle's V2 JSON into V2 binary, written apart from our encoder, since its own exporter is broken. */
export function binaryOf(json: MacaroonJson): Buffer {
  return Buffer.concat([
    Buffer.of(2),
    field(1, json.l),
    field(2, json.i, json.i64),
    END,
    ...(json.c ?? []).flatMap((caveat) => [
      field(1, caveat.l),
      field(2, caveat.i, caveat.i64),
      field(4, undefined, caveat.v64),
      END,
    ]),
    END,
    field(6, json.s, json.s64),
  ]);
}

function field(type: number, text?: string, base64?: string): Buffer {
  if (text === undefined && base64 === undefined) return Buffer.alloc(0);
  const content = text === undefined ? Buffer.from(base64 ?? '', 'base64url') : Buffer.from(text);
  return Buffer.concat([Buffer.of(type, ...varint(content.length)), content]);
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

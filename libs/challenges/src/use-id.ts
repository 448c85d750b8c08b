const PREFIX = 'use_';
const KEY_BYTES = 16;
const SEQ_BYTES = 8;
const FORM = /^use_[A-Za-z0-9_-]{32}$/;

/** Names one use: the challenge's key and the use's sequence number, so that commit and release find the row directly. */
export interface UseName {
  /** 32 lower-case hex digits. */
  readonly key: string;
  /** 1 and up. */
  readonly seq: number;
}

/** The opaque id that callers see: `use_` and 32 characters of base64url. */
export function formatUseId(key: string, seq: number): string {
  const bytes = Buffer.allocUnsafe(KEY_BYTES + SEQ_BYTES);
  bytes.write(key, 0, 'hex');
  bytes.writeBigUInt64BE(BigInt(seq), KEY_BYTES);
  return PREFIX + bytes.toString('base64url');
}

/** Reads a use id; `null` for anything that `formatUseId` does not make. */
export function parseUseId(text: string): UseName | null {
  if (!FORM.test(text)) return null;
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url');
  const key = bytes.toString('hex', 0, KEY_BYTES);
  const seq = Number(bytes.readBigUInt64BE(KEY_BYTES));
  return seq >= 1 && Number.isSafeInteger(seq) ? { key, seq } : null;
}

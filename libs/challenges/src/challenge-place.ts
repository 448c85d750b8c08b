/** Where a challenge stands in a list of the newest first. */
export interface ChallengePlace {
  readonly createdAt: Date;
  /** 32 hex digits. */
  readonly key: string;
}

const FORM = /^(\d{1,15})\.([0-9a-f]{32})$/;

/** Whether `a` comes after `b`: earlier, or of the same moment and with the higher key. */
export function comesAfter(a: ChallengePlace, b: ChallengePlace): boolean {
  const [left, right] = [a.createdAt.getTime(), b.createdAt.getTime()];
  return left < right || (left === right && a.key > b.key);
}

/** A place as the cursor that callers hand back. */
export function placeToCursor({ createdAt, key }: ChallengePlace): string {
  return Buffer.from(`${String(createdAt.getTime())}.${key}`).toString('base64url');
}

/** Reads a cursor; null if we made no such. */
export function placeFromCursor(cursor: string): ChallengePlace | null {
  const [, millis, key] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  return millis === undefined || key === undefined ? null : { createdAt: new Date(Number(millis)), key };
}

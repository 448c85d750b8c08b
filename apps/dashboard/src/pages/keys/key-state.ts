import type { ApiKey } from '../../api/shapes/api-keys.js';
import type { Tone } from '../../ui/status-badge.js';

const soonMillis = 7 * 86_400_000;

/** How a key stands. */
export interface KeyState {
  readonly word: string;
  readonly tone: Tone;
  readonly works: boolean;
}

/** Whether a key works, and whether it soon will not. */
export function keyState({ revokedAt, expiresAt }: ApiKey, nowMillis: number): KeyState {
  if (revokedAt !== null) return { word: 'Revoked', tone: 'calm', works: false };
  if (expiresAt === null) return { word: 'Active', tone: 'good', works: true };
  const left = Date.parse(expiresAt) - nowMillis;
  if (left <= 0) return { word: 'Expired', tone: 'calm', works: false };
  return left < soonMillis
    ? { word: 'Ends soon', tone: 'warn', works: true }
    : { word: 'Active', tone: 'good', works: true };
}

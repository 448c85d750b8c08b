import { words } from '../../ui/format.js';
import type { Tone } from '../../ui/status-badge.js';

const known: Readonly<Record<string, readonly [title: string, tone: Tone]>> = {
  minted: ['Challenge minted', 'calm'],
  idempotent: ['Minted again, same answer', 'calm'],
  paid: ['Paid', 'good'],
  settled: ['Wallet confirms the payment', 'good'],
  first_used: ['Token used for the first time', 'good'],
  used: ['Token used', 'good'],
  use_reserved: ['Use reserved', 'calm'],
  use_committed: ['Use committed', 'good'],
  use_released: ['Use released', 'calm'],
  expired: ['Invoice expired', 'warn'],
  revoked: ['Token revoked', 'bad'],
  refused: ['Refused', 'bad'],
};

/** What an entry of a timeline is called, and what it means for the seller. */
export function timelineWords(kind: string): { readonly title: string; readonly tone: Tone } {
  const [title, tone] = known[kind] ?? [words(kind), 'calm' as const];
  return { title, tone };
}

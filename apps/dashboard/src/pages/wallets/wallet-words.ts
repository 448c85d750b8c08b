import type { Wallet } from '../../api/shapes/wallets.js';
import type { Tone } from '../../ui/status-badge.js';

/** How a wallet is, in a word, and what to do about it. */
export interface HealthWords {
  readonly word: string;
  readonly tone: Tone;
  readonly means: string;
}

const healths: Readonly<Record<Wallet['health'], HealthWords>> = {
  ok: { word: 'Well', tone: 'good', means: 'It makes invoices and says what was paid.' },
  unavailable: {
    word: 'Away',
    tone: 'warn',
    means:
      'It does not answer now. New challenges get 503, or the fallback makes them; tokens already paid for stay good. We go on trying.',
  },
  rejected: {
    word: 'Refused',
    tone: 'bad',
    means:
      'It refuses our credentials, shows another certificate, or is not the wallet that was connected. Connect it anew with fresh credentials.',
  },
  unknown: {
    word: 'Not known yet',
    tone: 'calm',
    means: 'Nothing has been asked of it since it was connected.',
  },
};

/** A wallet's health in words. */
export function healthWords(health: Wallet['health']): HealthWords {
  return healths[health];
}

const warnings: Readonly<Record<string, string>> = {
  look_up_unproven:
    'It made an invoice, but did not say “open” when that was looked up. Watch the first real payments.',
  minimum_above_one_sat:
    'It makes no invoice as small as one satoshi. Prices below its minimum are refused when they are minted.',
  webhook_not_registered:
    'It does not tell us of payments by itself, so they are looked up, a little later. If PUBLIC_URL is a public https address now, check the wallet again.',
};

/** A warning of the probe as a sentence. */
export function warningWords(warning: string): string {
  const [topic, right] = warning.split(/:(.*)/s);
  if (topic === 'can_spend')
    return right === 'untold'
      ? 'It does not say what this connection may do, so it may be able to spend. You accepted that.'
      : `Its credentials allow more than making invoices: ${right ?? ''}. You accepted that.`;
  return warnings[warning] ?? warning;
}

/** What a role means. */
export const roleWords = {
  primary: { word: 'Primary', means: 'Makes the invoices of live challenges.' },
  fallback: { word: 'Fallback', means: 'Makes them while the primary one cannot.' },
  none: { word: 'No role', means: 'Makes none, but is still asked about its own invoices.' },
} as const;

/** What to do about an alert. */
export function alertAdvice(matter: string): string {
  return advices[matter] ?? 'Check the wallet.';
}

const advices: Readonly<Record<string, string>> = {
  new_payee:
    'If you moved the wallet to another node, connect it anew. If not, find out who answers in its place.',
  invalid_invoice: 'Check the wallet. If it goes on, connect another one and make that the primary.',
  unreadable_answer:
    'Usually an update of the wallet’s software. Check the wallet, and compare its list with your books.',
  settlement_conflict:
    'Somebody had the preimage without paying: whoever runs the wallet can know it. Set the settlement policy to “settled” in Settings.',
  underpaid: 'Usually the fee for opening a channel. Nothing to do if the wallet is phoenixd.',
  reconciliation: 'Download the settlements and compare them with the wallet’s own list.',
  clock: 'Set the clock of the wallet’s machine by NTP: invoices could be expired when they are made.',
};

import type { IconName } from '../../ui/icon.js';
import type { Tone } from '../../ui/status-badge.js';
import { words } from '../../ui/format.js';

/** How an event is shown. */
export interface EventWords {
  readonly title: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

const known: Readonly<Record<string, readonly [title: string, icon: IconName, tone: Tone]>> = {
  'challenge.created': ['Challenge minted', 'challenges', 'calm'],
  'challenge.paid': ['Paid', 'bolt', 'good'],
  'challenge.used': ['Token used', 'check', 'good'],
  'challenge.settled': ['Wallet confirms', 'wallet', 'good'],
  'challenge.expired': ['Invoice expired', 'clock', 'calm'],
  'challenge.revoked': ['Token revoked', 'close', 'bad'],
  'use.released': ['Use released', 'refresh', 'calm'],
  'wallet.unavailable': ['Wallet unavailable', 'alert', 'bad'],
  'wallet.recovered': ['Wallet is back', 'wallet', 'good'],
  'wallet.rejected': ['Wallet refuses our credentials', 'alert', 'bad'],
  'wallet.fallback_used': ['Fallback wallet used', 'wallet', 'warn'],
  'api_key.created': ['API key made', 'key', 'calm'],
  'api_key.revoked': ['API key revoked', 'key', 'warn'],
  'api_key.expiring': ['API key ends soon', 'key', 'warn'],
  'plan.trial_ending': ['Trial ends soon', 'plan', 'warn'],
  'plan.changed': ['Plan changed', 'plan', 'calm'],
  'plan.limit_reached': ['Plan limit near', 'plan', 'warn'],
  'proxy.unpublished': ['Proxy taken out of sale', 'close', 'warn'],
  'webhook.disabled': ['Webhook switched off', 'webhook', 'bad'],
  'webhook.test': ['Webhook test', 'webhook', 'calm'],
};

/** How an event of this type is shown; one that is not known yet by its own name. */
export function eventWords(type: string): EventWords {
  const [title, icon, tone] = known[type] ?? [words(type), 'info' as const, 'calm' as const];
  return { title, icon, tone };
}

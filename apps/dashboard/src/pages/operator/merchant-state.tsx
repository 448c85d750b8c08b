import type { Merchant } from '../../api/shapes/operator.js';
import { words } from '../../ui/format.js';
import { StatusBadge } from '../../ui/status-badge.js';

/** Whether a merchant can sell, in a word. */
export function MerchantState({ merchant }: { readonly merchant: Merchant }) {
  const { isActive, subscriptionStatus } = merchant;
  if (!isActive) return <StatusBadge tone="bad">Suspended</StatusBadge>;
  const isGood = subscriptionStatus === 'active' || subscriptionStatus === 'trialing';
  return <StatusBadge tone={isGood ? 'good' : 'warn'}>{words(subscriptionStatus)}</StatusBadge>;
}

import type { Webhook } from '../../api/shapes/webhooks.js';
import { StatusBadge } from '../../ui/status-badge.js';

/** Whether a webhook gets events, and whether they arrive. */
export function WebhookState({ webhook }: { readonly webhook: Webhook }) {
  if (!webhook.enabled)
    return webhook.disabledReason === 'merchant' ? (
      <StatusBadge tone="calm">Off</StatusBadge>
    ) : (
      <StatusBadge tone="bad">Disabled</StatusBadge>
    );
  return webhook.failingSince === null ? (
    <StatusBadge tone="good">On</StatusBadge>
  ) : (
    <StatusBadge tone="warn">Failing</StatusBadge>
  );
}

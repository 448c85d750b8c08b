import type { Proxy } from '../../api/shapes/proxies.js';
import { StatusBadge } from '../../ui/status-badge.js';

/** Whether a proxy sells. */
export function ProxyState({ proxy: { isActive, retiredAt } }: { readonly proxy: Proxy }) {
  if (retiredAt !== null) return <StatusBadge tone="calm">Unpublished</StatusBadge>;
  return isActive ? (
    <StatusBadge tone="good">Selling</StatusBadge>
  ) : (
    <StatusBadge tone="warn">Paused</StatusBadge>
  );
}

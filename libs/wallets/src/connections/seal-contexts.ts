import type { MerchantId } from '@turnpike/l402';

/** What the sealed credentials of a connection are bound to, so that they open in no other row. */
export function sealContextOf(merchantId: MerchantId, connectionId: string): string {
  return `wallet_connection:${merchantId}:${connectionId}`;
}

/** What the sealed secret of a connection's notices is bound to. */
export function webhookSealContextOf(merchantId: MerchantId, connectionId: string): string {
  return `wallet_connection_webhook:${merchantId}:${connectionId}`;
}

import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';

/** A period that was bought. */
export interface PlanPurchase {
  /** 64 hex digits: of the operator's challenge that was paid. */
  readonly paymentHash: string;
  readonly planTier: string;
  readonly amountSats: number;
  readonly periodEnd: Date;
  readonly purchasedAt: Date;
}

/** Records a purchase; false if that challenge has bought one before, whoever did. */
export async function insertPurchase(
  tx: TransactionClient,
  merchantId: MerchantId,
  purchase: PlanPurchase,
): Promise<boolean> {
  const { paymentHash, planTier, amountSats, periodEnd, purchasedAt } = purchase;
  const inserted = await tx.$executeRaw`
    INSERT INTO plan_purchase (payment_hash, merchant_id, plan_tier, amount_sats, period_end, purchased_at)
    VALUES (decode(${paymentHash}, 'hex'), ${merchantId}::int4, ${planTier}, ${amountSats}::int4, ${periodEnd}, ${purchasedAt})
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}

import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';

/** What a challenge sells: a month of a plan to a merchant. */
export interface PlanForMerchant {
  readonly planId: string;
  readonly merchantId: MerchantId;
}

/**
 * The resource of the challenge by which a merchant buys a plan. It names both, so that it is of use to nobody else, and is no
 * path, so that no challenge for a path can stand in for it.
 */
export function planResource({ planId, merchantId }: PlanForMerchant): string {
  return `plan:${planId}:merchant:${String(merchantId)}`;
}

/** What such a resource names; null for any other. */
export function readPlanResource(resource: unknown): PlanForMerchant | null {
  if (typeof resource !== 'string') return null;
  const [, planId, digits] = /^plan:(.+):merchant:(\d{1,10})$/.exec(resource) ?? [];
  const merchantId = parseMerchantId(Number(digits));
  if (planId === undefined || merchantId === null) return null;
  return planResource({ planId, merchantId }) === resource ? { planId, merchantId } : null;
}

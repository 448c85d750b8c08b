import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';

/** The merchant id in a row of ours. Throws on a number that is none, which no row holds. */
export function merchantIdOf(id: number): MerchantId {
  const merchantId = parseMerchantId(id);
  if (merchantId === null) throw new Error('A row holds a number that is no merchant id.');
  return merchantId;
}

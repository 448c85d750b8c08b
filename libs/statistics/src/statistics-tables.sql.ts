import type { ArchivedTable } from '@turnpike/database';

/** A merchant's figures by day. They are counted from events, which do not move, so what is moved is counted once. */
export const statisticsTables: readonly ArchivedTable[] = [
  { name: 'day_figure', ofMerchant: 'merchant_id = $1' },
  { name: 'resource_figure', ofMerchant: 'merchant_id = $1' },
  { name: 'refusal_figure', ofMerchant: 'merchant_id = $1' },
];

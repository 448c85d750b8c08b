import type { ArchivedTable } from '@turnpike/database';

/** What makes a merchant, in the order in which it can be brought in: itself, its settings, its keys' hashes. */
export const merchantTables: readonly ArchivedTable[] = [
  { name: 'merchant', ofMerchant: 'id = $1', numbered: 'id' },
  { name: 'merchant_settings', ofMerchant: 'merchant_id = $1' },
  { name: 'api_key', ofMerchant: 'merchant_id = $1' },
];

import type { ArchivedTable } from '@turnpike/database';

/** Where a merchant's events go, their secrets sealed. What was on its way stays behind with the events. */
export const webhookTables: readonly ArchivedTable[] = [
  {
    name: 'webhook_endpoint',
    ofMerchant: 'merchant_id = $1',
    sealed: ['sealed_secret', 'sealed_old_secret'],
    unsealed: 'left out',
  },
];

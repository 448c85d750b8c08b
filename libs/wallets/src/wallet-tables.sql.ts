import type { ArchivedTable } from '@turnpike/database';

/** What a merchant's wallets are, their credentials sealed. Streams and notices begin anew where a wallet is brought in. */
export const walletTables: readonly ArchivedTable[] = [
  {
    name: 'wallet_connection',
    ofMerchant: 'merchant_id = $1',
    sealed: ['sealed_credentials', 'sealed_webhook_secret'],
    unsealed: 'left out',
  },
  { name: 'wallet_alert', ofMerchant: 'merchant_id = $1', unsealed: 'left out' },
];

/** What the sandbox keeps of a merchant's invoices. */
export const sandboxTables: readonly ArchivedTable[] = [
  { name: 'sandbox_invoice', ofMerchant: 'merchant_id = $1' },
];

import type { ArchivedTable, Transaction } from '@turnpike/database';

/** What a merchant's wallets are, their credentials sealed. Streams and notices begin anew where a wallet is brought in. */
export const walletTables: readonly ArchivedTable[] = [
  { name: 'wallet_connection', ofMerchant: 'merchant_id = $1' },
  { name: 'wallet_alert', ofMerchant: 'merchant_id = $1' },
];

/** What the sandbox keeps of a merchant's invoices. */
export const sandboxTables: readonly ArchivedTable[] = [
  { name: 'sandbox_invoice', ofMerchant: 'merchant_id = $1' },
];

// The second byte of an envelope is the number of its key.
const SEAL_KIDS = `
SELECT DISTINCT get_byte(sealed, 1) AS kid FROM (
  SELECT sealed_credentials AS sealed FROM wallet_connection WHERE merchant_id = $1
  UNION ALL SELECT sealed_webhook_secret FROM wallet_connection WHERE merchant_id = $1
) secrets WHERE octet_length(sealed) >= 2 ORDER BY 1`;

/** The numbers of the keys that a merchant's wallets are sealed under. */
export async function sealKidsOf(transaction: Transaction, merchantId: number): Promise<readonly number[]> {
  const { rows } = await transaction.query<{ kid: number }>({ text: SEAL_KIDS, values: [merchantId] });
  return rows.map(({ kid }) => kid);
}

import type { Transaction } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { ConnectionPatch } from './connection-desk.repository.js';
import type { ConnectionView, StoredConnection, WalletRole } from './stored-connection.js';

/** The columns that a connection's owner sees. */
export const CONNECTION_VIEW = `id, kind, label, role, health, network, coalesce(warnings, '{}') AS warnings, last_checked_at AS "lastCheckedAt"`;

const STORED_OF_KIND = `
SELECT id, merchant_id AS "merchantId", kind, role, sealed_credentials AS "sealedCredentials", payee,
  webhook_token AS "webhookToken", sealed_webhook_secret AS "sealedWebhookSecret"
FROM wallet_connection WHERE merchant_id = $1 AND kind = $2 ORDER BY role DESC NULLS LAST, created_at DESC, id`;

const ROLE_LEAVES = `UPDATE wallet_connection SET role = NULL WHERE merchant_id = $1 AND role = $2 AND id <> $3`;

const CHANGE = `
UPDATE wallet_connection SET label = CASE WHEN $3 THEN $4 ELSE label END, role = CASE WHEN $5 THEN $6 ELSE role END
WHERE merchant_id = $1 AND id = $2 RETURNING ${CONNECTION_VIEW}`;

/** Two changes of one merchant's roles come one after the other. */
export async function holdRoles(transaction: Transaction, merchantId: MerchantId): Promise<void> {
  await transaction.query({
    name: 'wallet-connection-hold',
    text: `SELECT pg_advisory_xact_lock(hashtextextended('wallet_connection', $1::int8))`,
    values: [merchantId],
  });
}

/** A merchant's connections of a kind with what they hold, the primary first, then the fallback, then the newest. */
export async function storedOf(
  reader: Transaction,
  merchantId: MerchantId,
  kind: string,
): Promise<StoredConnection[]> {
  const values = [merchantId, kind];
  const statement = { name: 'wallet-connections-of-kind', text: STORED_OF_KIND, values };
  return (await reader.query<StoredConnection>(statement)).rows;
}

/** Changes what is given; a role leaves who had it. Null if there is no such connection. */
export async function changeWithin(
  transaction: Transaction,
  merchantId: MerchantId,
  id: string,
  { label, role }: ConnectionPatch,
): Promise<ConnectionView | null> {
  const exists = await transaction.query({
    name: 'wallet-connection-exists',
    text: 'SELECT 1 FROM wallet_connection WHERE merchant_id = $1 AND id = $2',
    values: [merchantId, id],
  });
  if (exists.rowCount === 0) return null;
  if (role !== undefined && role !== null) await leaveRole(transaction, merchantId, role, id);
  const values = [merchantId, id, label !== undefined, label ?? null, role !== undefined, role ?? null];
  const statement = { name: 'wallet-connection-change', text: CHANGE, values };
  return (await transaction.query<ConnectionView>(statement)).rows[0] ?? null;
}

/** Takes a role from whoever has it, but that one. */
export async function leaveRole(
  transaction: Transaction,
  merchantId: MerchantId,
  role: WalletRole,
  exceptId: string,
): Promise<void> {
  const values = [merchantId, role, exceptId];
  await transaction.query({ name: 'wallet-connection-role-leaves', text: ROLE_LEAVES, values });
}

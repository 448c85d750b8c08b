import { Injectable } from '@nestjs/common';
import { ColdPool, type Transaction } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { auditWallet, type SignedChange } from './audit-wallet.js';
import { changeWithin, CONNECTION_VIEW, holdRoles, leaveRole, storedOf } from './connection-roles.sql.js';
import type { ConnectionView, Health, StoredConnection, WalletRole } from './stored-connection.js';

/** A connection about to be stored. */
export interface NewConnection {
  readonly id: string;
  readonly kind: string;
  readonly label: string | null;
  readonly role: WalletRole | null;
  readonly sealedCredentials: Buffer;
  readonly webhookToken: string;
  readonly sealedWebhookSecret: Buffer | null;
  readonly network: string;
  readonly payee: string | null;
  readonly warnings: readonly string[];
  readonly spendAcceptedAt: Date | null;
}

/** What is to be different about a connection; what is absent stays, and null takes away. */
export interface ConnectionPatch {
  readonly label?: string | null;
  readonly role?: WalletRole | null;
}

/** On what terms a connection is stored. */
export interface InsertTerms extends SignedChange {
  /** Connections that a merchant may have. */
  readonly max: number;
  /** Names the one of these that makes the new one needless; null if there is none. */
  readonly twinOf?: (stored: readonly StoredConnection[]) => string | null;
}

/** What a probe of a stored connection has shown. */
export interface ProbeRecord {
  readonly health: Health;
  /** Absent where the probe got nowhere: then what is on record stays. */
  readonly found?: {
    readonly network: string;
    readonly payee: string | null;
    readonly warnings: readonly string[];
  };
}

const INSERT = `
INSERT INTO wallet_connection (id, merchant_id, kind, label, role, sealed_credentials, webhook_token, sealed_webhook_secret,
  network, payee, warnings, spend_accepted_at, health, last_checked_at, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'ok', $13, $13)
RETURNING ${CONNECTION_VIEW}`;

const RECORD = `
UPDATE wallet_connection SET health = $3, last_checked_at = $4,
  bad_since = CASE WHEN $3 IN ('unavailable', 'rejected') THEN coalesce(bad_since, $4) END,
  network = CASE WHEN $5 THEN $6 ELSE network END, payee = CASE WHEN $5 THEN coalesce($7, payee) ELSE payee END,
  warnings = CASE WHEN $5 THEN $8 ELSE warnings END
WHERE merchant_id = $1 AND id = $2 RETURNING ${CONNECTION_VIEW}`;

// The primary one stays: without it nothing can be sold.
const REMOVE = `
DELETE FROM wallet_connection WHERE merchant_id = $1 AND id = $2 AND role IS DISTINCT FROM 'primary' RETURNING ${CONNECTION_VIEW}`;

/** The statements by which a merchant's connections are made, changed and removed. */
@Injectable()
export class ConnectionDeskRepository {
  constructor(private readonly pool: ColdPool) {}

  /** A merchant's connections, the primary first, then the fallback, then the newest. */
  async list(merchantId: MerchantId): Promise<ConnectionView[]> {
    const { rows } = await this.pool.query<ConnectionView>({
      name: 'wallet-connections-list',
      text: `SELECT ${CONNECTION_VIEW} FROM wallet_connection WHERE merchant_id = $1
        ORDER BY role DESC NULLS LAST, created_at DESC, id`,
      values: [merchantId],
    });
    return rows;
  }

  /** The newest connection of a kind; null if there is none. */
  async newestOf(merchantId: MerchantId, kind: string): Promise<ConnectionView | null> {
    const { rows } = await this.pool.query<ConnectionView>({
      name: 'wallet-connections-newest',
      text: `SELECT ${CONNECTION_VIEW} FROM wallet_connection WHERE merchant_id = $1 AND kind = $2 ORDER BY created_at DESC LIMIT 1`,
      values: [merchantId, kind],
    });
    return rows[0] ?? null;
  }

  /** A merchant's connections of a kind with what they hold, the primary first, then the fallback, then the newest. */
  storedOf(merchantId: MerchantId, kind: string): Promise<StoredConnection[]> {
    return storedOf(this.pool, merchantId, kind);
  }

  /**
   * Stores a connection; its role leaves who had it. Where `twinOf` names one of the merchant's connections of that kind,
   * nothing is stored and that one gets the role. Null, and nothing changed, if the merchant has as many as he may have.
   */
  insert(
    merchantId: MerchantId,
    made: NewConnection,
    { by, at, max, twinOf = () => null }: InsertTerms,
  ): Promise<ConnectionView | null> {
    return this.pool.withTransaction(async (transaction) => {
      await holdRoles(transaction, merchantId);
      const twin = twinOf(await storedOf(transaction, merchantId, made.kind));
      const { role: wanted } = made;
      if (twin !== null) {
        const patch = wanted === null ? {} : { role: wanted };
        return changeAndTell(transaction, merchantId, twin, patch, { by, at });
      }
      const { rows: held } = await transaction.query<{ n: number }>({
        name: 'wallet-connection-count',
        text: 'SELECT count(*)::int4 AS n FROM wallet_connection WHERE merchant_id = $1',
        values: [merchantId],
      });
      // Before any role is moved: a wallet that is not taken in leaves the others as they are.
      if ((held[0]?.n ?? 0) >= max) return null;
      if (made.role !== null) await leaveRole(transaction, merchantId, made.role, made.id);
      const { id, kind, label, role, sealedCredentials, webhookToken, sealedWebhookSecret } = made;
      const { network, payee, warnings, spendAcceptedAt } = made;
      const identity = [id, merchantId, kind, label, role];
      const secrets = [sealedCredentials, webhookToken, sealedWebhookSecret];
      const { rows } = await transaction.query<ConnectionView>({
        name: 'wallet-connection-insert',
        text: INSERT,
        values: [...identity, ...secrets, network, payee, warnings, spendAcceptedAt, at],
      });
      const [stored] = rows;
      if (stored === undefined) return null;
      const detail = { network, warnings, spendAccepted: spendAcceptedAt !== null };
      await auditWallet(transaction, { by, at }, merchantId, 'wallet.connect', stored, detail);
      return stored;
    });
  }

  /** Changes what is given. Null if there is no such connection. */
  change(
    merchantId: MerchantId,
    id: string,
    patch: ConnectionPatch,
    signed: SignedChange,
  ): Promise<ConnectionView | null> {
    return this.pool.withTransaction(async (transaction) => {
      await holdRoles(transaction, merchantId);
      return changeAndTell(transaction, merchantId, id, patch, signed);
    });
  }

  /** Writes down what a probe has shown. Null if there is no such connection. */
  record(
    merchantId: MerchantId,
    id: string,
    { health, found }: ProbeRecord,
    signed: SignedChange,
  ): Promise<ConnectionView | null> {
    const facts = [
      found !== undefined,
      found?.network ?? null,
      found?.payee ?? null,
      found?.warnings ?? null,
    ];
    return this.pool.withTransaction(async (transaction) => {
      const { rows } = await transaction.query<ConnectionView>({
        name: 'wallet-connection-record',
        text: RECORD,
        values: [merchantId, id, health, signed.at, ...facts],
      });
      const [checked] = rows;
      if (checked === undefined) return null;
      const detail = { health, warnings: checked.warnings };
      await auditWallet(transaction, signed, merchantId, 'wallet.check', checked, detail);
      return checked;
    });
  }

  /** Removes a connection and everything kept of it. False if there is none, or it is the primary one. */
  remove(merchantId: MerchantId, id: string, signed: SignedChange): Promise<boolean> {
    return this.pool.withTransaction(async (transaction) => {
      // Else a role that is on its way to this connection could leave its holder and arrive nowhere.
      await holdRoles(transaction, merchantId);
      const values = [merchantId, id];
      const { rows } = await transaction.query<ConnectionView>({
        name: 'wallet-connection-remove',
        text: REMOVE,
        values,
      });
      const [removed] = rows;
      if (removed === undefined) return false;
      for (const table of ['wallet_alert', 'wallet_stream', 'wallet_notice']) {
        await transaction.query({ text: `DELETE FROM ${table} WHERE connection_id = $1`, values: [id] });
      }
      await auditWallet(transaction, signed, merchantId, 'wallet.remove', removed);
      return true;
    });
  }
}

async function changeAndTell(
  transaction: Transaction,
  merchantId: MerchantId,
  id: string,
  patch: ConnectionPatch,
  signed: SignedChange,
): Promise<ConnectionView | null> {
  const changed = await changeWithin(transaction, merchantId, id, patch);
  if (changed !== null)
    await auditWallet(transaction, signed, merchantId, 'wallet.change', changed, { ...patch });
  return changed;
}

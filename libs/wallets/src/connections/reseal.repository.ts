import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

// The second byte of an envelope is the number of its key; what is too short to have one is none, and does not open.
const FIND = `
SELECT id, merchant_id AS "merchantId", sealed_credentials AS "sealedCredentials", sealed_webhook_secret AS "sealedWebhookSecret"
FROM wallet_connection
WHERE id > $2 AND (substr(sealed_credentials, 2, 1) <> $1::bytea
  OR substr(sealed_webhook_secret, 2, 1) <> $1::bytea)
ORDER BY id LIMIT $3`;

// Only what is still as it was read: a change meanwhile is sealed under the new key anyway.
const WRITE = `
UPDATE wallet_connection SET sealed_credentials = $4, sealed_webhook_secret = $5
WHERE id = $1 AND sealed_credentials = $2 AND sealed_webhook_secret IS NOT DISTINCT FROM $3`;

/** What is sealed of a connection. */
export interface SealedConnection {
  readonly id: string;
  readonly merchantId: number;
  readonly sealedCredentials: Buffer;
  readonly sealedWebhookSecret: Buffer | null;
}

/** The statements by which secrets of wallets come under the current key. */
@Injectable()
export class ResealRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Connections with a secret under another key, in order of their ids, from after that one on. */
  async find(kid: number, afterId: string, limit: number): Promise<SealedConnection[]> {
    const values = [Buffer.from([kid]), afterId, limit];
    const statement = { name: 'wallet-connections-to-reseal', text: FIND, values };
    return (await this.pool.query<SealedConnection>(statement)).rows;
  }

  /** Writes what was sealed anew; false, and nothing written, if the connection was changed meanwhile or is gone. */
  async write(
    { id, sealedCredentials, sealedWebhookSecret }: SealedConnection,
    credentials: Buffer,
    webhookSecret: Buffer | null,
  ): Promise<boolean> {
    const values = [id, sealedCredentials, sealedWebhookSecret, credentials, webhookSecret];
    const statement = { name: 'wallet-connection-reseal', text: WRITE, values };
    return (await this.pool.query(statement)).rowCount === 1;
  }
}

import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

// The second byte of an envelope is the number of its key.
const FIND = `
SELECT id, merchant_id AS "merchantId", sealed_credentials AS "sealedCredentials", sealed_webhook_secret AS "sealedWebhookSecret"
FROM wallet_connection
WHERE id > $2 AND (get_byte(sealed_credentials, 1) <> $1
  OR (sealed_webhook_secret IS NOT NULL AND get_byte(sealed_webhook_secret, 1) <> $1))
ORDER BY id LIMIT $3`;

// Only what is still as it was read: a change meanwhile is sealed under the new key anyway.
const WRITE = `
UPDATE wallet_connection SET sealed_credentials = $3, sealed_webhook_secret = $4
WHERE id = $1 AND sealed_credentials = $2`;

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
    const statement = { name: 'wallet-connections-to-reseal', text: FIND, values: [kid, afterId, limit] };
    return (await this.pool.query<SealedConnection>(statement)).rows;
  }

  /** Writes what was sealed anew, unless it was changed meanwhile. */
  async write(id: string, before: Buffer, credentials: Buffer, webhookSecret: Buffer | null): Promise<void> {
    const values = [id, before, credentials, webhookSecret];
    await this.pool.query({ name: 'wallet-connection-reseal', text: WRITE, values });
  }
}

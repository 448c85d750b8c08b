import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import { sealedCountSql } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';

const SEALED = sealedCountSql(`
  SELECT sealed_secret AS sealed FROM webhook_endpoint
  UNION ALL SELECT sealed_old_secret FROM webhook_endpoint`);

// The second byte of an envelope is the number of its key.
const FIND = `
SELECT id, merchant_id AS "merchantId", sealed_secret AS "sealedSecret", sealed_old_secret AS "sealedOldSecret"
FROM webhook_endpoint
WHERE id > $2 AND (substr(sealed_secret, 2, 1) <> $1::bytea OR substr(sealed_old_secret, 2, 1) <> $1::bytea)
ORDER BY id LIMIT $3`;

// Only what is still as it was read: a change meanwhile is sealed under the new key anyway.
const WRITE = `
UPDATE webhook_endpoint SET sealed_secret = $4, sealed_old_secret = $5
WHERE id = $1 AND sealed_secret = $2 AND sealed_old_secret IS NOT DISTINCT FROM $3`;

// A secret that signs no more need not be kept.
const FORGET_OLD = `UPDATE webhook_endpoint SET sealed_old_secret = NULL, old_secret_until = NULL WHERE old_secret_until <= $1`;

/** What is sealed of an endpoint. */
export interface SealedEndpoint {
  readonly id: string;
  readonly merchantId: number;
  readonly sealedSecret: Buffer;
  readonly sealedOldSecret: Buffer | null;
}

/** The statements by which secrets of endpoints come under the current key. */
@Injectable()
export class WebhookResealRepository {
  constructor(private readonly pool: ColdPool) {}

  /** How many secrets are sealed under each key, old ones included. */
  async sealedUnder(): Promise<readonly SealedCount[]> {
    return (await this.pool.query<SealedCount>({ name: 'webhooks-sealed-under', text: SEALED })).rows;
  }

  /** Forgets old secrets whose time is over. */
  async forgetOld(now: Date): Promise<void> {
    await this.pool.query({ name: 'webhook-endpoints-forget-old', text: FORGET_OLD, values: [now] });
  }

  /** Endpoints with a secret under another key, in order of their ids, from after that one on. */
  async find(kid: number, afterId: string, limit: number): Promise<SealedEndpoint[]> {
    const values = [Buffer.from([kid]), afterId, limit];
    const statement = { name: 'webhook-endpoints-to-reseal', text: FIND, values };
    return (await this.pool.query<SealedEndpoint>(statement)).rows;
  }

  /** Writes what was sealed anew; false, and nothing written, if the endpoint was changed meanwhile or is gone. */
  async write(
    { id, sealedSecret, sealedOldSecret }: SealedEndpoint,
    secret: Buffer,
    oldSecret: Buffer | null,
  ): Promise<boolean> {
    const values = [id, sealedSecret, sealedOldSecret, secret, oldSecret];
    return (await this.pool.query({ name: 'webhook-endpoint-reseal', text: WRITE, values })).rowCount === 1;
  }
}

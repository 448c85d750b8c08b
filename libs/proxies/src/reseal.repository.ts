import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import { sealedCountSql } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';

const SEALED = sealedCountSql('SELECT sealed_auth_value AS sealed FROM proxy');

// The second byte of an envelope is the number of its key.
const FIND = `
SELECT id, public_id AS "publicId", merchant_id AS "merchantId", sealed_auth_value AS sealed FROM proxy
WHERE id > $2 AND substr(sealed_auth_value, 2, 1) <> $1::bytea
ORDER BY id LIMIT $3`;

// Only what is still as it was read: a change meanwhile is sealed under the new key anyway.
const WRITE = `UPDATE proxy SET sealed_auth_value = $3 WHERE id = $1 AND sealed_auth_value = $2`;

/** A sealed header. */
export interface SealedHeader {
  readonly id: number;
  readonly publicId: string;
  readonly merchantId: number;
  readonly sealed: Buffer;
}

/** The statements by which headers of proxies come under the current key. */
@Injectable()
export class ProxyResealRepository {
  constructor(private readonly pool: ColdPool) {}

  /** How many headers are sealed under each key. */
  async sealedUnder(): Promise<readonly SealedCount[]> {
    return (await this.pool.query<SealedCount>({ name: 'proxies-sealed-under', text: SEALED })).rows;
  }

  /** Headers under another key, in order of their proxies, from after that one on. */
  async find(kid: number, afterId: number, limit: number): Promise<SealedHeader[]> {
    const values = [Buffer.from([kid]), afterId, limit];
    return (await this.pool.query<SealedHeader>({ name: 'proxies-to-reseal', text: FIND, values })).rows;
  }

  /** Writes what was sealed anew; false, and nothing written, if it was changed meanwhile or is gone. */
  async write({ id, sealed }: SealedHeader, anew: Buffer): Promise<boolean> {
    const values = [id, sealed, anew];
    return (await this.pool.query({ name: 'proxy-reseal', text: WRITE, values })).rowCount === 1;
  }
}

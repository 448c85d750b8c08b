import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';
import { sealedCountSql } from '@turnpike/secrets';
import type { SealedCount } from '@turnpike/secrets';

const SEALED = sealedCountSql('SELECT sealed_text AS sealed FROM mail_outbox');

// The second byte of an envelope is the number of its key.
const FIND = `
SELECT id::text AS id, recipient, nonce, sealed_text AS "sealedText" FROM mail_outbox
WHERE mail_outbox.id > $2::int8 AND substr(sealed_text, 2, 1) <> $1::bytea ORDER BY mail_outbox.id LIMIT $3`;

const WRITE = 'UPDATE mail_outbox SET sealed_text = $3 WHERE id = $1::int8 AND sealed_text = $2';

/** A letter as it is sealed. */
export interface LetterToReseal {
  /** Decimal. */
  readonly id: string;
  readonly recipient: string;
  readonly nonce: Buffer;
  readonly sealedText: Buffer;
}

/** The statements by which letters come under the current key. */
@Injectable()
export class LetterResealRepository {
  constructor(private readonly pool: ColdPool) {}

  /** How many letters are sealed under each key. */
  async sealedUnder(): Promise<readonly SealedCount[]> {
    return (await this.pool.query<SealedCount>({ name: 'mail-sealed-under', text: SEALED })).rows;
  }

  /** Letters under another key, in order of their ids, from after that one on. */
  async find(kid: number, afterId: string, limit: number): Promise<readonly LetterToReseal[]> {
    const values = [Buffer.from([kid]), afterId, limit];
    return (await this.pool.query<LetterToReseal>({ name: 'mail-to-reseal', text: FIND, values })).rows;
  }

  /** Writes what was sealed anew; false if the letter is gone or was sealed anew meanwhile. */
  async write(id: string, before: Buffer, after: Buffer): Promise<boolean> {
    const values = [id, before, after];
    return (await this.pool.query({ name: 'mail-reseal', text: WRITE, values })).rowCount === 1;
  }
}

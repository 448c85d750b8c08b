import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ColdPool, type Transaction } from '@turnpike/database';

const INSERT = `
INSERT INTO wallet_notice (connection_id, event_id, received_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;

const EVENT_ID_CHARS_MAX = 256;

const PRUNE = `
DELETE FROM wallet_notice WHERE (connection_id, event_id) IN
  (SELECT connection_id, event_id FROM wallet_notice WHERE received_at < $1 ORDER BY received_at LIMIT $2)`;

/** Which notices of wallets were heeded, so that a repeated one is known. */
@Injectable()
export class WalletNotices {
  constructor(private readonly pool: ColdPool) {}

  /** Notes a notice in the transaction that heeds it; false if it was heeded before. */
  async note(transaction: Transaction, connectionId: string, eventId: string, now: Date): Promise<boolean> {
    const values = [connectionId, storedNameOf(eventId), now];
    const { rowCount } = await transaction.query({ name: 'wallet-notice-insert', text: INSERT, values });
    return rowCount === 1;
  }

  /** Forgets up to `limit` notices from before that moment; returns how many. */
  async prune(before: Date, limit: number): Promise<number> {
    const statement = { name: 'wallet-notice-prune', text: PRUNE, values: [before, limit] };
    return (await this.pool.query(statement)).rowCount ?? 0;
  }
}

/** An id that is too long to be stored, or no text of PostgreSQL's, goes by its digest: cut short it could be another's. */
function storedNameOf(eventId: string): string {
  const isPlain = eventId.length <= EVENT_ID_CHARS_MAX && !eventId.includes('\u0000');
  return isPlain ? eventId : `sha256:${createHash('sha256').update(eventId).digest('hex')}`;
}

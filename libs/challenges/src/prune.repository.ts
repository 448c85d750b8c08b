import { ColdPool, stepwise } from '@turnpike/database';
import { forgetRefusals } from '@turnpike/statistics';

import { uuidArray } from './binary-array.js';
import { challengeKeyFromUuid } from './challenge-key.js';
import { RECORDED_COLUMNS } from './settlement-record.sql.js';

const DEAD = `
SELECT c.key FROM challenge c
WHERE c.token_expires_at < $1 AND c.invoice_expires_at < $1
  AND NOT EXISTS (SELECT 1 FROM challenge_watch w WHERE w.key = c.key AND (w.ended_at IS NULL OR w.ended_at >= $1))
ORDER BY c.token_expires_at LIMIT $2`;

// A challenge may have millions of these, so they go first, some at a time.
const USES = `
DELETE FROM challenge_use WHERE ctid = ANY (ARRAY(
  SELECT u.ctid FROM challenge_use u WHERE u.key = ANY ($1::uuid[]) LIMIT $2 FOR UPDATE SKIP LOCKED))`;

const CLAIMS = `
DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
  SELECT k.ctid FROM idempotency_key k WHERE k.challenge_key = ANY ($1::uuid[]) LIMIT $2 FOR UPDATE SKIP LOCKED))`;

// A hint may have begun a watch again since its challenge was called dead, so the locked row is asked once more.
const LOCK_WATCHES = `
SELECT w.key, w.ended_at IS NOT NULL AND w.ended_at < $2 AS is_over FROM challenge_watch w
WHERE w.key = ANY ($1::uuid[]) ORDER BY w.key FOR UPDATE`;

const LOCK_BARE = `
SELECT c.key FROM challenge c
WHERE c.key = ANY ($1::uuid[])
  AND NOT EXISTS (SELECT 1 FROM challenge_use u WHERE u.key = c.key)
  AND NOT EXISTS (SELECT 1 FROM idempotency_key k WHERE k.challenge_key = c.key)
FOR UPDATE OF c SKIP LOCKED`;

const RECORD = `
INSERT INTO settlement_record (${RECORDED_COLUMNS})
SELECT ${RECORDED_COLUMNS} FROM challenge WHERE key = ANY ($1::uuid[]) AND settled_at IS NOT NULL`;

const FORGET = `
DELETE FROM settlement_record WHERE ctid = ANY (ARRAY(
  SELECT r.ctid FROM settlement_record r WHERE r.settled_at < $1 ORDER BY r.settled_at LIMIT $2 FOR UPDATE SKIP LOCKED))`;

const TABLES = ['challenge_watch', 'challenge_ledger', 'challenge'] as const;

const UNFINISHED = `
DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
  SELECT k.ctid FROM idempotency_key k
  WHERE k.challenge_key IS NULL AND k.created_at < $1 AND (k.lease_until IS NULL OR k.lease_until < now())
  ORDER BY k.created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`;

/** The pruning statements, each of which does a bounded amount of work. */
export class PruneRepository {
  constructor(private readonly pool: ColdPool) {}

  /** The keys of up to `max` challenges that were done with before `before`, those that have been so for longest. */
  dead(before: Date, max: number): Promise<string[]> {
    return stepwise(this.pool, async (transaction) => {
      const values = [before, max];
      const { rows } = await transaction.query<{ key: string }>({ name: 'prune-dead', text: DEAD, values });
      return rows.map((row) => challengeKeyFromUuid(row.key));
    });
  }

  /** Deletes up to `max` uses and as many claims of these challenges; returns how many it deleted. */
  async deleteDependents(keys: readonly string[], max: number): Promise<number> {
    const values = [uuidArray(keys), max];
    const uses = await this.delete('prune-uses', USES, values);
    return uses + (await this.delete('prune-claims', CLAIMS, values));
  }

  /**
   * Deletes those of these challenges that have no uses and no claims left and whose watch has ended before
   * `before`; what was settled is written down. Returns how many.
   */
  drop(keys: readonly string[], before: Date): Promise<number> {
    return stepwise(this.pool, async (transaction) => {
      const watches = await transaction.query<{ key: string; is_over: boolean }>({
        name: 'prune-lock-watches',
        text: LOCK_WATCHES,
        values: [uuidArray(keys), before],
      });
      const watched = new Set(
        watches.rows.filter((row) => !row.is_over).map((row) => challengeKeyFromUuid(row.key)),
      );
      const { rows } = await transaction.query<{ key: string }>({
        name: 'prune-lock',
        text: LOCK_BARE,
        values: [uuidArray(keys.filter((key) => !watched.has(key)))],
      });
      if (rows.length === 0) return 0;
      const dropped = rows.map((row) => challengeKeyFromUuid(row.key));
      const values = [uuidArray(dropped)];
      await forgetRefusals(transaction, dropped);
      await transaction.query({ name: 'prune-record', text: RECORD, values });
      for (const table of TABLES) {
        const text = `DELETE FROM ${table} WHERE key = ANY ($1::uuid[])`;
        await transaction.query({ name: `prune-${table}`, text, values });
      }
      return rows.length;
    });
  }

  /** Deletes up to `max` claims from before `before` that led to no challenge. */
  deleteUnfinishedClaims(before: Date, max: number): Promise<number> {
    return this.delete('prune-unfinished-claims', UNFINISHED, [before, max]);
  }

  /** Deletes up to `max` records of settlements from before `before`. */
  forgetSettlements(before: Date, max: number): Promise<number> {
    return this.delete('prune-settlements', FORGET, [before, max]);
  }

  private delete(name: string, text: string, values: unknown[]): Promise<number> {
    return stepwise(this.pool, async (transaction) => {
      const { rowCount } = await transaction.query({ name, text, values });
      return rowCount ?? 0;
    });
  }
}

import { createHash, randomBytes } from 'node:crypto';
import type { StatementPool } from '@turnpike/database';

/** What a live challenge is to be; the rest has defaults. Times are counted from the moment that the book was opened with. */
export interface LiveChallengeTerms {
  readonly merchantId?: number;
  readonly mode?: 0 | 1;
  readonly connectionId?: string | null;
  readonly providerRef?: string;
  /** When its watch falls due, in seconds; an hour if absent. */
  readonly dueIn?: number;
  /** When its watch ended, in seconds. */
  readonly endedIn?: number;
  /** When it was found settled, in seconds. */
  readonly settledIn?: number;
  readonly receivedMsat?: bigint;
  /** When it was made and when its token ends, in seconds. */
  readonly madeIn?: number;
  readonly tokenEndsIn?: number;
}

/** A challenge that was put straight into the tables. */
export interface LiveChallenge {
  /** 32 hex digits. */
  readonly key: string;
  /** 64 hex digits. */
  readonly paymentHash: string;
  readonly providerRef: string;
}

/** Challenges in live mode with their watches, for tests of what wallets tell about them. */
export class LiveChallenges {
  constructor(
    private readonly pool: StatementPool,
    private readonly start: Date,
  ) {}

  /** So many seconds from the start. */
  at(seconds: number): Date {
    return new Date(this.start.getTime() + seconds * 1000);
  }

  /** Puts one in. */
  async add(terms: LiveChallengeTerms = {}): Promise<LiveChallenge> {
    const { merchantId = 1, mode = 1, connectionId = 'wal_a', dueIn = 3_600, endedIn } = terms;
    const { settledIn, receivedMsat, madeIn = 0, tokenEndsIn = 7_200 } = terms;
    const key = randomBytes(16).toString('hex');
    const { providerRef = `ref-${key}` } = terms;
    const hash = createHash('sha256').update(key).digest();
    const made = this.at(madeIn);
    const settledAt = settledIn === undefined ? null : this.at(settledIn);
    await this.pool.query({
      text: `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request,
          provider_ref, connection_id, created_at, invoice_expires_at, token_expires_at, settled_at, paid_at, received_msat)
        VALUES ($1, $2, $3, $4, $4, '/r', 10, 'lnbcrt1', $5, $6, $7, $8, $9, $10, $10, $11)`,
      values: [
        ...[key, merchantId, mode, hash, providerRef, connectionId, made, this.at(madeIn + 600)],
        ...[this.at(tokenEndsIn), settledAt, receivedMsat?.toString() ?? null],
      ],
    });
    await this.pool.query({
      text: 'INSERT INTO challenge_ledger (key, merchant_id, mode, settlement) VALUES ($1, $2, $3, $4)',
      values: [key, merchantId, mode, settledAt === null ? 4 : 1],
    });
    await this.pool.query({
      text: `INSERT INTO challenge_watch (key, merchant_id, mode, connection_id, next_look_up_at, ended_at)
        VALUES ($1, $2, $3, $4, $5, $6)`,
      values: [
        ...[key, merchantId, mode, connectionId, this.at(dueIn)],
        endedIn === undefined ? null : this.at(endedIn),
      ],
    });
    return { key, paymentHash: hash.toString('hex'), providerRef };
  }

  /** Takes all away. */
  async clear(): Promise<void> {
    for (const table of ['challenge_watch', 'challenge_ledger', 'challenge'])
      await this.pool.query({ text: `DELETE FROM ${table}` });
  }

  /** In how many seconds from the start each falls due, in the order given; null if its watch has ended. */
  async dueIn(challenges: readonly Pick<LiveChallenge, 'key'>[]): Promise<(number | null)[]> {
    const { rows } = await this.pool.query<{ key: string; at: Date; isOver: boolean }>({
      text: `SELECT replace(key::text, '-', '') AS key, next_look_up_at AS at, ended_at IS NOT NULL AS "isOver"
        FROM challenge_watch`,
    });
    const found = new Map(rows.map((row) => [row.key, row]));
    return challenges.map(({ key }) => {
      const row = found.get(key);
      if (row === undefined) throw new Error('there is no such watch');
      return row.isOver ? null : (row.at.getTime() - this.start.getTime()) / 1000;
    });
  }
}

import type { Clock } from '@turnpike/config';
import type { ColdPool } from '@turnpike/database';
import { refilled, secondsToToken, TokenBuckets, type BucketRate } from './token-buckets.js';

// The row is locked while it is decided on, so that a token is given once.
const TAKE = `
INSERT INTO token_bucket AS b (name, tokens, updated_at) VALUES ($1, $2::float8 - 1, $4)
ON CONFLICT (name) DO UPDATE SET
  tokens = least($2, b.tokens + greatest(0, extract(epoch FROM $4 - b.updated_at)) / 60 * $3::float8) - 1,
  updated_at = greatest(b.updated_at, $4)
WHERE least($2, b.tokens + greatest(0, extract(epoch FROM $4 - b.updated_at)) / 60 * $3::float8) >= 1
  AND (b.blocked_until IS NULL OR b.blocked_until <= $4)
RETURNING tokens`;

const READ = 'SELECT tokens, updated_at, blocked_until FROM token_bucket WHERE name = $1';

const BLOCK = `
INSERT INTO token_bucket AS b (name, tokens, updated_at, blocked_until) VALUES ($1, 0, $2, $3)
ON CONFLICT (name) DO UPDATE SET blocked_until = greatest(b.blocked_until, $3)`;

const PRUNE = `DELETE FROM token_bucket WHERE name IN (SELECT name FROM token_bucket WHERE updated_at < $1 LIMIT $2)`;

interface Row {
  readonly tokens: number;
  readonly updated_at: Date;
  readonly blocked_until: Date | null;
}

/** Buckets in the database, for instances without Redis. While it is away the local ones answer. */
export class PostgresTokenBuckets extends TokenBuckets {
  constructor(
    private readonly pool: Pick<ColdPool, 'query'>,
    private readonly local: TokenBuckets,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async take(bucket: string, rate: BucketRate): Promise<number> {
    const now = this.clock.now();
    try {
      const values = [bucket, rate.burst, rate.perMinute, now];
      const { rowCount } = await this.pool.query({ name: 'token-bucket-take', text: TAKE, values });
      return rowCount === 1 ? 0 : await this.waitFor(bucket, rate, now);
    } catch {
      return this.local.take(bucket, rate);
    }
  }

  override async block(bucket: string, seconds: number): Promise<void> {
    await this.local.block(bucket, seconds);
    const now = this.clock.now();
    const values = [bucket, now, new Date(now.getTime() + seconds * 1000)];
    await this.pool.query({ name: 'token-bucket-block', text: BLOCK, values }).catch(() => undefined);
  }

  override async prune(before: Date, limit: number): Promise<number> {
    const statement = { name: 'token-bucket-prune', text: PRUNE, values: [before, limit] };
    return (await this.pool.query(statement)).rowCount ?? 0;
  }

  private async waitFor(bucket: string, rate: BucketRate, now: Date): Promise<number> {
    const { rows } = await this.pool.query<Row>({ name: 'token-bucket', text: READ, values: [bucket] });
    const [row] = rows;
    if (row === undefined) return 1;
    const state = {
      tokens: row.tokens,
      updatedAtMs: row.updated_at.getTime(),
      blockedUntilMs: row.blocked_until?.getTime() ?? 0,
    };
    const tokens = refilled(state, rate, now.getTime());
    return secondsToToken({ ...state, tokens }, rate, now.getTime());
  }
}

import { Injectable } from '@nestjs/common';
import { ColdPool, type Transaction } from '@turnpike/database';

/** A stream that this process holds. */
export interface HeldStream {
  readonly connectionId: string;
  readonly merchantId: number;
  /** Goes with every write; one of an earlier holder changes nothing. */
  readonly fence: number;
  readonly cursor: string | null;
}

// Leases go by the database's clock, which is compared only with itself.
const TAKE = `
INSERT INTO wallet_stream AS s (connection_id, merchant_id, holder, lease_until)
SELECT c.id, c.merchant_id, $2, now() + make_interval(secs => $3) FROM wallet_connection c WHERE c.id = $1
ON CONFLICT (connection_id) DO UPDATE SET
  holder = $2, lease_until = now() + make_interval(secs => $3), fence = s.fence + 1, alive_until = NULL
WHERE s.lease_until <= now()
RETURNING connection_id AS "connectionId", merchant_id AS "merchantId", fence, cursor`;

const RENEW = `
UPDATE wallet_stream SET lease_until = now() + make_interval(secs => $3), alive_until = $4
WHERE connection_id = $1 AND fence = $2`;

// A renewal that is still under way finds another fence. A second earlier, since the column rounds to milliseconds.
const RELEASE = `
UPDATE wallet_stream SET lease_until = now() - interval '1 second', fence = fence + 1, alive_until = NULL
WHERE connection_id = $1 AND fence = $2`;

const ADVANCE = `UPDATE wallet_stream SET cursor = coalesce($3, cursor) WHERE connection_id = $1 AND fence = $2`;

const HELD_BY_NOBODY = `
SELECT c.id FROM wallet_connection c LEFT JOIN wallet_stream s ON s.connection_id = c.id
WHERE c.id = ANY($1) AND c.health <> 'rejected' AND (s.lease_until IS NULL OR s.lease_until <= now())
ORDER BY s.lease_until NULLS FIRST, c.id LIMIT $2`;

/** Who holds which wallet's stream, and how far each has come. */
@Injectable()
export class WalletStreams {
  constructor(private readonly pool: ColdPool) {}

  /** Of these connections those whose stream nobody holds. */
  async unheld(connectionIds: readonly string[], limit: number): Promise<string[]> {
    const statement = { name: 'wallet-streams-unheld', text: HELD_BY_NOBODY, values: [connectionIds, limit] };
    const { rows } = await this.pool.query<{ id: string }>(statement);
    return rows.map(({ id }) => id);
  }

  /** Takes a stream for so many seconds; null if another holds it, or the connection is gone. */
  async take(connectionId: string, holder: string, leaseSeconds: number): Promise<HeldStream | null> {
    const statement = {
      name: 'wallet-stream-take',
      text: TAKE,
      values: [connectionId, holder, leaseSeconds],
    };
    return (await this.pool.query<HeldStream>(statement)).rows[0] ?? null;
  }

  /** Holds on to it, and says until when the stream counts as alive; false if it is another's by now. */
  async renew(
    { connectionId, fence }: HeldStream,
    leaseSeconds: number,
    aliveUntil: Date | null,
  ): Promise<boolean> {
    const values = [connectionId, fence, leaseSeconds, aliveUntil];
    return (await this.pool.query({ name: 'wallet-stream-renew', text: RENEW, values })).rowCount === 1;
  }

  /** Lets go of it: whoever held it writes no more. */
  async release({ connectionId, fence }: HeldStream): Promise<void> {
    await this.pool.query({ name: 'wallet-stream-release', text: RELEASE, values: [connectionId, fence] });
  }

  /** Moves the cursor in the transaction that heeds what came before it; false if the stream is another's by now. */
  async advance(
    transaction: Transaction,
    { connectionId, fence }: HeldStream,
    cursor: string | null,
  ): Promise<boolean> {
    const values = [connectionId, fence, cursor];
    return (await transaction.query({ name: 'wallet-stream-advance', text: ADVANCE, values })).rowCount === 1;
  }
}

import { modeNumber, type Tenant } from '@turnpike/l402';
import { limits } from '@turnpike/config';
import { HotPool } from '@turnpike/database';

import { challengeKeyFromUuid } from './challenge-key.js';

/** A claim as it stands. */
export interface ClaimRow {
  readonly fingerprint: Buffer;
  readonly fence: number;
  /** The challenge it led to, once finished. */
  readonly challengeKey: string | null;
  /** Its holder's lease has not run out. */
  readonly running: boolean;
  readonly invoiceExpiresAt: Date | null;
  readonly paid: boolean;
  readonly revoked: boolean;
}

const LEASE = `now() + interval '${String(limits.idempotencyLeaseSeconds)} seconds'`;

// From the database's own count of transactions, as a count in the row would begin anew when a failed mint deletes it, and
// a holder thought dead would then hold the next claim.
const FENCE = '(txid_current() % 2147483647)::int4';

const INSERT = `
INSERT INTO idempotency_key (merchant_id, mode, key, fingerprint, fence, lease_until, created_at)
VALUES ($1, $2, $3, $4, ${FENCE}, ${LEASE}, $5) ON CONFLICT DO NOTHING RETURNING fence`;

const READ = `
SELECT k.fingerprint, k.fence, k.challenge_key, k.lease_until > now() AS running,
       c.invoice_expires_at, c.paid_at IS NOT NULL AS paid, l.revoked_at IS NOT NULL AS revoked
FROM idempotency_key k
LEFT JOIN challenge c ON c.key = k.challenge_key
LEFT JOIN challenge_ledger l ON l.key = k.challenge_key
WHERE k.merchant_id = $1 AND k.mode = $2 AND k.key = $3`;

// As it was read: a holder whose lease was over may have finished since, under the same fencing number.
const TAKE_OVER = `
UPDATE idempotency_key
SET fingerprint = $5, fence = ${FENCE}, lease_until = ${LEASE}, challenge_key = NULL, created_at = $6
WHERE merchant_id = $1 AND mode = $2 AND key = $3 AND fence = $4 AND challenge_key IS NOT DISTINCT FROM $7
  AND (challenge_key IS NOT NULL OR lease_until <= now())
RETURNING fence`;

const FINISH = `
UPDATE idempotency_key SET challenge_key = $5, lease_until = NULL
WHERE merchant_id = $1 AND mode = $2 AND key = $3 AND fence = $4 AND challenge_key IS NULL`;

const FREE = `
DELETE FROM idempotency_key WHERE merchant_id = $1 AND mode = $2 AND key = $3 AND fence = $4 AND challenge_key IS NULL`;

interface ReadRow {
  readonly fingerprint: Buffer;
  readonly fence: number;
  readonly challenge_key: string | null;
  readonly running: boolean | null;
  readonly invoice_expires_at: Date | null;
  readonly paid: boolean;
  readonly revoked: boolean;
}

/** Insert-first claims. Leases compare the database's clock with itself, so no process's clock can stretch one. */
export class MintClaimRepository {
  constructor(private readonly pool: HotPool) {}

  /** The fencing number if the name was free, else `null`. */
  async insert(tenant: Tenant, name: string, fingerprint: Buffer, now: Date): Promise<number | null> {
    const values = [tenant.merchantId, modeNumber(tenant.mode), name, fingerprint, now];
    const { rows } = await this.pool.query<{ fence: number }>({ name: 'claim-insert', text: INSERT, values });
    return rows[0]?.fence ?? null;
  }

  async read(tenant: Tenant, name: string): Promise<ClaimRow | null> {
    const values = [tenant.merchantId, modeNumber(tenant.mode), name];
    const { rows } = await this.pool.query<ReadRow>({ name: 'claim-read', text: READ, values });
    const row = rows[0];
    return row
      ? {
          fingerprint: row.fingerprint,
          fence: row.fence,
          challengeKey: row.challenge_key && challengeKeyFromUuid(row.challenge_key),
          running: row.running ?? false,
          invoiceExpiresAt: row.invoice_expires_at,
          paid: row.paid,
          revoked: row.revoked,
        }
      : null;
  }

  /** A new fencing number if the claim still stands as it was read and is finished or its lease is over, else `null`. */
  async takeOver(
    tenant: Tenant,
    name: string,
    found: Pick<ClaimRow, 'fence' | 'challengeKey'>,
    fingerprint: Buffer,
    now: Date,
  ): Promise<number | null> {
    const { fence, challengeKey } = found;
    const values = [tenant.merchantId, modeNumber(tenant.mode), name, fence, fingerprint, now, challengeKey];
    const { rows } = await this.pool.query<{ fence: number }>({
      name: 'claim-take',
      text: TAKE_OVER,
      values,
    });
    return rows[0]?.fence ?? null;
  }

  /** Lets the claim lead to a challenge that is there already. */
  async finish(tenant: Tenant, name: string, fence: number, challengeKey: string): Promise<void> {
    const values = [tenant.merchantId, modeNumber(tenant.mode), name, fence, challengeKey];
    await this.pool.query({ name: 'claim-finish', text: FINISH, values });
  }

  /** Frees the name; a claim taken over meanwhile stays. */
  async free(tenant: Tenant, name: string, fence: number): Promise<void> {
    const values = [tenant.merchantId, modeNumber(tenant.mode), name, fence];
    await this.pool.query({ name: 'claim-free', text: FREE, values });
  }
}

import { ColdPool } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';

import { type Settlement, SETTLEMENT_CODE, settlementFromCode } from './settlement.js';
import { RECORDED_COLUMNS } from './settlement-record.sql.js';
import { isStorable } from './storable-text.js';

/** A challenge that its wallet calls settled. */
export interface SettledChallenge {
  /** 32 hex digits; with `settledAt` the place in the list. */
  readonly key: string;
  readonly paymentHash: string;
  readonly resource: string;
  readonly priceSats: number;
  /** What arrived; null where the wallet does not say. */
  readonly receivedMsat: bigint | null;
  readonly via: string | null;
  readonly createdAt: Date;
  readonly invoiceExpiresAt: Date;
  readonly paidAt: Date;
  readonly settledAt: Date;
  /** Null for the sandbox. */
  readonly connectionId: string | null;
  readonly providerRef: string;
  readonly payer: string | null;
}

/** A challenge that a wallet's list names. */
export interface ReferredChallenge {
  readonly paymentHash: string;
  readonly providerRef: string;
  readonly settlement: Settlement;
  readonly priceSats: number;
  readonly receivedMsat: bigint | null;
}

/** Where a page begins: after this row. */
export type SettledAfter = Pick<SettledChallenge, 'settledAt' | 'key'>;

const OF_PERIOD = `merchant_id = $1 AND mode = $2 AND settled_at IS NOT NULL AND settled_at >= $3 AND settled_at < $4
  AND (settled_at, key) > ($5, $6::uuid) ORDER BY settled_at, key LIMIT $7`;

// Challenges, and what is left of those that were deleted; one statement, so none is missed on its way from one to the other.
const SETTLED = `
SELECT replace(key::text, '-', '') AS key, encode(payment_hash, 'hex') AS "paymentHash", resource,
  price_sats AS "priceSats", received_msat::text AS "receivedMsat", settled_via AS via, created_at AS "createdAt",
  invoice_expires_at AS "invoiceExpiresAt", paid_at AS "paidAt", settled_at AS "settledAt",
  connection_id AS "connectionId", provider_ref AS "providerRef", payer
FROM (
  (SELECT ${RECORDED_COLUMNS} FROM challenge WHERE ${OF_PERIOD})
  UNION ALL
  (SELECT ${RECORDED_COLUMNS} FROM settlement_record WHERE ${OF_PERIOD})
) s
ORDER BY settled_at, key LIMIT $7`;

const named = (table: string): string => `
  SELECT key FROM ${table} WHERE connection_id = $2 AND merchant_id = $1 AND provider_ref = ANY($3::text[])
  UNION
  SELECT key FROM ${table} WHERE merchant_id = $1 AND mode = 1 AND payment_hash = ANY($4::bytea[]) AND connection_id = $2`;

const REFERRED = `
SELECT encode(c.payment_hash, 'hex') AS "paymentHash", c.provider_ref AS "providerRef", l.settlement,
  c.price_sats AS "priceSats", c.received_msat::text AS "receivedMsat"
FROM (${named('challenge')}) n JOIN challenge c ON c.key = n.key JOIN challenge_ledger l ON l.key = n.key
UNION ALL
SELECT encode(r.payment_hash, 'hex'), r.provider_ref, ${SETTLEMENT_CODE.settled}, r.price_sats, r.received_msat::text
FROM (${named('settlement_record')}) n JOIN settlement_record r ON r.key = n.key`;

const NIL = '00000000-0000-0000-0000-000000000000';

/** The statements about what was settled. */
export class SettledChallengesRepository {
  constructor(private readonly pool: ColdPool) {}

  async page(
    { merchantId, mode }: Tenant,
    from: Date,
    to: Date,
    after: SettledAfter | null,
    limit: number,
  ): Promise<SettledChallenge[]> {
    const values = [
      merchantId,
      modeNumber(mode),
      from,
      to,
      after?.settledAt ?? new Date(0),
      after?.key ?? NIL,
      limit,
    ];
    type Row = Omit<SettledChallenge, 'receivedMsat'> & { readonly receivedMsat: string | null };
    const { rows } = await this.pool.query<Row>({ name: 'settled-challenges', text: SETTLED, values });
    return rows.map((row) => ({ ...row, receivedMsat: msat(row.receivedMsat) }));
  }

  async referred(
    merchantId: number,
    connectionId: string,
    providerRefs: readonly string[],
    paymentHashes: readonly string[],
  ): Promise<ReferredChallenge[]> {
    const hashes = paymentHashes.map((hash) => Buffer.from(hash, 'hex'));
    const values = [merchantId, connectionId, providerRefs.filter(isStorable), hashes];
    type Row = Omit<ReferredChallenge, 'receivedMsat' | 'settlement'> & {
      readonly receivedMsat: string | null;
      readonly settlement: number;
    };
    const { rows } = await this.pool.query<Row>({ name: 'referred-challenges', text: REFERRED, values });
    return rows.map((row) => ({
      ...row,
      receivedMsat: msat(row.receivedMsat),
      settlement: settlementFromCode(row.settlement),
    }));
  }
}

function msat(text: string | null): bigint | null {
  return text === null ? null : BigInt(text);
}

import { Injectable } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import type { MerchantId, PaymentHash } from '@turnpike/l402';

/** What a stored invoice says of itself; one that nobody paid expires by the clock, without its row being touched. */
export type StoredState = 'open' | 'paid' | 'expired' | 'unknown';

/** An invoice to be kept. */
export interface NewSandboxInvoice {
  readonly paymentHash: PaymentHash;
  readonly challengeId: string;
  readonly paymentRequest: string;
  readonly amountMsat: bigint;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** An invoice as it is kept. */
export interface StoredSandboxInvoice {
  readonly paymentHash: PaymentHash;
  readonly challengeId: string;
  readonly paymentRequest: string;
  readonly amountMsat: bigint;
  readonly state: StoredState;
  readonly expiresAt: Date;
  readonly settledAt: Date | null;
}

/** What an instruction makes of an open invoice. */
export interface SandboxOutcome {
  readonly state: Exclude<StoredState, 'open'>;
  readonly paidAt: Date | null;
  readonly settledAt: Date | null;
}

type Row = Omit<StoredSandboxInvoice, 'amountMsat'> & { readonly amountMsat: string };

const binary = (paymentHash: PaymentHash): Buffer => Buffer.from(paymentHash, 'hex');

/** The sandbox wallet's own books. It keeps no preimage. */
@Injectable()
export class SandboxRepository {
  constructor(private readonly pool: HotPool) {}

  /** Keeps an invoice and gives its payment request; of one with this hash that is there already, the one kept first. */
  async create(merchantId: MerchantId, invoice: NewSandboxInvoice): Promise<string> {
    const { rows } = await this.pool.query<{ paymentRequest: string }>({
      name: 'sandbox-create',
      // Not waited for on disk: the challenge that is recorded next is, and with it all that was written before.
      text: `INSERT INTO sandbox_invoice
          (payment_hash, merchant_id, challenge_id, payment_request, amount_msat, created_at, expires_at)
        SELECT $2::bytea, $1::int4, $3::uuid, $4::text, $5::int8, $6::timestamptz, $7::timestamptz
        FROM set_config('synchronous_commit', 'off', true)
        ON CONFLICT (payment_hash) DO UPDATE SET payment_hash = sandbox_invoice.payment_hash
        RETURNING payment_request AS "paymentRequest"`,
      values: [
        merchantId,
        binary(invoice.paymentHash),
        invoice.challengeId,
        invoice.paymentRequest,
        invoice.amountMsat.toString(),
        invoice.createdAt,
        invoice.expiresAt,
      ],
    });
    const [kept] = rows;
    if (kept === undefined) throw new Error('an upsert returns its row');
    return kept.paymentRequest;
  }

  /** Those of a merchant's invoices that have these hashes. */
  async find(merchantId: MerchantId, hashes: readonly PaymentHash[]): Promise<StoredSandboxInvoice[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'sandbox-find',
      text: `SELECT encode(payment_hash, 'hex') AS "paymentHash", challenge_id AS "challengeId",
          payment_request AS "paymentRequest", amount_msat AS "amountMsat", state,
          expires_at AS "expiresAt", settled_at AS "settledAt"
        FROM sandbox_invoice WHERE merchant_id = $1 AND payment_hash = ANY ($2::bytea[])`,
      values: [merchantId, hashes.map(binary)],
    });
    return rows.map((row) => ({ ...row, amountMsat: BigInt(row.amountMsat) }));
  }

  /** Decides an invoice if it is open and not past its expiry. False if it is not: then nothing has changed. */
  async decide(
    merchantId: MerchantId,
    paymentHash: PaymentHash,
    outcome: SandboxOutcome,
    now: Date,
  ): Promise<boolean> {
    const { rowCount } = await this.pool.query({
      name: 'sandbox-decide',
      text: `UPDATE sandbox_invoice SET state = $3, paid_at = $4, settled_at = $5
        WHERE merchant_id = $1 AND payment_hash = $2 AND state = 'open' AND expires_at > $6`,
      values: [merchantId, binary(paymentHash), outcome.state, outcome.paidAt, outcome.settledAt, now],
    });
    return rowCount === 1;
  }

  /** Removes invoices that expired before a moment, at most so many. Gives how many there were. */
  async prune(expiredBefore: Date, countMax: number): Promise<number> {
    const { rowCount } = await this.pool.query({
      name: 'sandbox-prune',
      text: `DELETE FROM sandbox_invoice WHERE payment_hash IN
        (SELECT payment_hash FROM sandbox_invoice WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)`,
      values: [expiredBefore, countMax],
    });
    return rowCount ?? 0;
  }
}

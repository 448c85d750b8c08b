import { Injectable } from '@nestjs/common';
import { GroupedWrites, HotPool } from '@turnpike/database';
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

interface Creation {
  readonly merchantId: MerchantId;
  readonly invoice: NewSandboxInvoice;
}

const binary = (paymentHash: PaymentHash): Buffer => Buffer.from(paymentHash, 'hex');

/** The sandbox wallet's own books. It keeps no preimage. */
@Injectable()
export class SandboxRepository {
  private readonly creations = new GroupedWrites<Creation, string>((creations) => this.createAll(creations));

  constructor(private readonly pool: HotPool) {}

  /**
   * Keeps an invoice and gives its payment request; of one with this hash that is there already, the one kept first. Rejects,
   * keeping nothing, if nobody wants it any more when its turn comes.
   */
  create(merchantId: MerchantId, invoice: NewSandboxInvoice, isWanted?: () => boolean): Promise<string> {
    return this.creations.add({ merchantId, invoice }, isWanted);
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

  private async createAll(creations: readonly Creation[]): Promise<string[]> {
    // One row a hash, as one statement cannot meet its own row.
    const asked = new Map(creations.map((creation) => [creation.invoice.paymentHash, toColumns(creation)]));
    const { rows } = await this.pool.query<{ paymentHash: string; paymentRequest: string }>({
      name: 'sandbox-create',
      // Not waited for on disk: the challenge that is recorded next is, and with it all that was written before.
      text: `INSERT INTO sandbox_invoice
          (payment_hash, merchant_id, challenge_id, payment_request, amount_msat, created_at, expires_at)
        SELECT decode(i.payment_hash, 'hex'), i.merchant_id, i.challenge_id, i.payment_request, i.amount_msat,
          i.created_at, i.expires_at
        FROM set_config('synchronous_commit', 'off', true), json_to_recordset($1::json) AS i (
          payment_hash text, merchant_id int4, challenge_id uuid, payment_request text, amount_msat int8,
          created_at timestamptz, expires_at timestamptz)
        ORDER BY 1
        ON CONFLICT (payment_hash) DO UPDATE SET payment_hash = sandbox_invoice.payment_hash
        RETURNING encode(payment_hash, 'hex') AS "paymentHash", payment_request AS "paymentRequest"`,
      values: [JSON.stringify([...asked.values()])],
    });
    const kept = new Map(rows.map(({ paymentHash, paymentRequest }) => [paymentHash, paymentRequest]));
    return creations.map(
      ({ invoice: { paymentHash, paymentRequest } }) => kept.get(paymentHash) ?? paymentRequest,
    );
  }
}

function toColumns({ merchantId, invoice }: Creation): object {
  return {
    payment_hash: invoice.paymentHash,
    merchant_id: merchantId,
    challenge_id: invoice.challengeId,
    payment_request: invoice.paymentRequest,
    amount_msat: invoice.amountMsat.toString(),
    created_at: invoice.createdAt,
    expires_at: invoice.expiresAt,
  };
}

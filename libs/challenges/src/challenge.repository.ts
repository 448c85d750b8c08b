import { modeNumber, type Tenant } from '@turnpike/l402';
import { GroupedWrites, HotPool } from '@turnpike/database';

import { type CapReached, type CountedMint } from './counted-mint.js';
import { type HeldClaim } from './mint-claims.js';
import { RECORD_CHALLENGES, RECORD_COUNTED_CHALLENGES } from './record-challenges.sql.js';

/** A challenge as it is recorded and made again. */
export interface StoredChallenge {
  /** 32 hex digits. */
  readonly key: string;
  readonly paymentHash: string;
  readonly tokenId: Uint8Array;
  readonly resource: string;
  readonly priceSats: number;
  readonly paymentRequest: string;
  readonly method: string | null;
  readonly bodySha256: string | null;
  readonly invoiceExpiresAt: Date;
  readonly tokenExpiresAt: Date;
  /** It is handed out for the `Payment` scheme, too. */
  readonly mppOffered: boolean;
}

/** What is recorded besides. */
export interface NewChallenge extends StoredChallenge {
  readonly providerRef: string;
  readonly connectionId: string | null;
  readonly invoiceKid: number | null;
  readonly description: string | null;
  readonly payer: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly maxUses: number | null;
  readonly idempotencyKey: string | null;
  readonly createdAt: Date;
  readonly firstLookUpAt: Date;
  /** The merchant's primary wallet failed and the fallback made the invoice. */
  readonly usedFallback: boolean;
}

/** The index that refuses a second challenge on a payment hash, for one merchant and mode. */
export const PAYMENT_HASH_INDEX = 'challenge_merchant_id_mode_payment_hash_key';

const FIND = `
SELECT encode(payment_hash, 'hex') AS payment_hash, token_id, resource, price_sats, payment_request, method, body_sha256,
       invoice_expires_at, token_expires_at, mpp_offered
FROM challenge WHERE merchant_id = $1 AND mode = $2 AND key = $3`;

interface FindRow {
  readonly payment_hash: string;
  readonly token_id: Buffer;
  readonly resource: string;
  readonly price_sats: number;
  readonly payment_request: string;
  readonly method: string | null;
  readonly body_sha256: string | null;
  readonly invoice_expires_at: Date;
  readonly token_expires_at: Date;
  readonly mpp_offered: boolean;
}

/** What became of a challenge that was to be recorded; all but `made` is not written. */
export type RecordOutcome = 'made' | 'claim_lost' | CapReached;

/** A challenge with all that its record depends on. */
export interface NewRecord {
  readonly tenant: Tenant;
  readonly challenge: NewChallenge;
  readonly claims: readonly HeldClaim[];
  readonly counted: CountedMint | null;
}

/** Records challenges, those of many callers with one statement, and reads back what a macaroon is made from. */
export class ChallengeRepository {
  private readonly writes = new GroupedWrites<NewRecord, RecordOutcome>((rows) => this.write(rows));

  constructor(private readonly pool: HotPool) {}

  /**
   * `claim_lost` if one of the claims belongs to another holder by now, or the cap that leaves no room. It rejects, and nothing
   * was written, if by the time of its statement nobody wants it any more.
   */
  insert(record: NewRecord, isWanted?: () => boolean): Promise<RecordOutcome> {
    return this.writes.add(record, isWanted);
  }

  /** `null` if this tenant has no such challenge. */
  async find(tenant: Tenant, key: string): Promise<StoredChallenge | null> {
    const { rows } = await this.pool.query<FindRow>({
      name: 'challenge-find',
      text: FIND,
      values: [tenant.merchantId, modeNumber(tenant.mode), key],
    });
    const row = rows[0];
    return row
      ? {
          key,
          paymentHash: row.payment_hash,
          tokenId: row.token_id,
          resource: row.resource,
          priceSats: row.price_sats,
          paymentRequest: row.payment_request,
          method: row.method,
          bodySha256: row.body_sha256,
          invoiceExpiresAt: row.invoice_expires_at,
          tokenExpiresAt: row.token_expires_at,
          mppOffered: row.mpp_offered,
        }
      : null;
  }

  // The plain statement serves alone where nothing counts, which is everywhere on an instance without caps.
  private async write(asked: readonly NewRecord[]): Promise<RecordOutcome[]> {
    const counts = asked.some(({ counted }) => counted !== null);
    const { rows } = await this.pool.query<{ key: string; outcome: RecordOutcome }>({
      name: counts ? 'challenge-insert-counted' : 'challenge-insert',
      text: counts ? RECORD_COUNTED_CHALLENGES : RECORD_CHALLENGES,
      values: [JSON.stringify(asked.map(toColumns))],
    });
    const outcomes = new Map(rows.map(({ key, outcome }) => [key, outcome]));
    return asked.map(({ challenge }) => outcomes.get(challenge.key) ?? 'claim_lost');
  }
}

function toColumns({ tenant, challenge: c, claims, counted }: NewRecord, position: number): object {
  return {
    key: c.key,
    merchant_id: tenant.merchantId,
    mode: modeNumber(tenant.mode),
    payment_hash: c.paymentHash,
    token_id: Buffer.from(c.tokenId).toString('hex'),
    resource: c.resource,
    price_sats: c.priceSats,
    payment_request: c.paymentRequest,
    provider_ref: c.providerRef,
    connection_id: c.connectionId,
    invoice_kid: c.invoiceKid,
    description: c.description,
    payer: c.payer,
    method: c.method,
    body_sha256: c.bodySha256,
    metadata: c.metadata,
    max_uses: c.maxUses,
    idempotency_key: c.idempotencyKey,
    created_at: c.createdAt,
    invoice_expires_at: c.invoiceExpiresAt,
    token_expires_at: c.tokenExpiresAt,
    first_look_up_at: c.firstLookUpAt,
    mpp_offered: c.mppOffered,
    used_fallback: c.usedFallback,
    claims,
    ...(counted && {
      position,
      month: counted.month,
      endpoint: counted.endpoint,
      challenges_max: counted.caps.challenges,
      resources_max: counted.caps.resources,
      plan_tier: counted.standing.currentPlan,
    }),
  };
}

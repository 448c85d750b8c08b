import { HotPool } from '@turnpike/database';
import { modeNumber, type OpenedCredential, type PaymentHash, type Sats, type Tenant } from '@turnpike/l402';

const FIND = `
SELECT token_id, resource, price_sats, token_expires_at, method, body_sha256
FROM challenge WHERE merchant_id = $1 AND mode = $2 AND payment_hash = $3 AND mpp_offered`;

interface Row {
  readonly token_id: Buffer;
  readonly resource: string;
  readonly price_sats: number;
  readonly token_expires_at: Date;
  readonly method: string | null;
  readonly body_sha256: string | null;
}

/** Reads what a challenge is good for, by its payment hash, where no macaroon says it. */
export class MppTermsRepository {
  constructor(private readonly pool: HotPool) {}

  /** `null` if this tenant has no such challenge, or did not offer it for the `Payment` scheme. */
  async find(tenant: Tenant, paymentHash: PaymentHash): Promise<OpenedCredential | null> {
    const { rows } = await this.pool.query<Row>({
      name: 'mpp-terms',
      text: FIND,
      values: [tenant.merchantId, modeNumber(tenant.mode), Buffer.from(paymentHash, 'hex')],
    });
    const row = rows[0];
    if (row === undefined) return null;
    return {
      valid: true,
      mode: tenant.mode,
      merchantId: tenant.merchantId,
      tokenId: row.token_id,
      paymentHash,
      resource: row.resource,
      amountSats: row.price_sats as Sats,
      expiresAtSeconds: Math.floor(row.token_expires_at.getTime() / 1000),
      method: row.method,
      bodySha256: row.body_sha256,
    };
  }
}

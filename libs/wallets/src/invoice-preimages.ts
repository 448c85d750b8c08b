import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  hashPreimage,
  modeNumber,
  parsePreimage,
  type PaymentHash,
  type Preimage,
  type Tenant,
} from '@turnpike/l402';
import { InvoiceKeys } from '@turnpike/secrets';

const SALT = 'turnpike/invoice/preimage/v1';
const KID_MAX = 255;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The preimages of the invoices whose wallets let us choose: derived from an invoice key (HKDF-SHA256, RFC 5869), bound
 * to mode, merchant and challenge, whenever they are needed, and never stored. The invoice keys are not the keys that
 * macaroons are signed with, so neither alone gives a whole credential away.
 */
@Injectable()
export class InvoicePreimages {
  /** Extracted once (RFC 5869, 2.2), by number of the key. */
  private readonly extracted = new Map<number, KeyObject>();

  constructor(private readonly keys: InvoiceKeys) {}

  /** The preimage for a new invoice and the number of the key it comes from, which the challenge's row keeps. */
  forNewInvoice(tenant: Tenant, challengeId: string): { preimage: Preimage; kid: number } {
    const { kid, key } = this.keys.current;
    return { preimage: expand(this.extract(kid, key), tenant, challengeId), kid };
  }

  /** The preimage of a challenge that opens this hash, under whichever of our keys it was made; null if under none. */
  find(tenant: Tenant, challengeId: string, paymentHash: PaymentHash): Preimage | null {
    for (let kid = 0; kid <= KID_MAX; kid += 1) {
      const entry = this.keys.get(kid);
      if (entry === null) continue;
      const preimage = expand(this.extract(kid, entry.key), tenant, challengeId);
      if (hashPreimage(preimage) === paymentHash) return preimage;
    }
    return null;
  }

  private extract(kid: number, key: Uint8Array): KeyObject {
    let extracted = this.extracted.get(kid);
    if (extracted === undefined) {
      extracted = createSecretKey(createHmac('sha256', SALT).update(key).digest());
      this.extracted.set(kid, extracted);
    }
    return extracted;
  }
}

/** RFC 5869, 2.3: a preimage is as long as one block, so there is one. */
function expand(extracted: KeyObject, tenant: Tenant, challengeId: string): Preimage {
  // Anything shorter would be cut silently, and two challenges with one preimage would open each other.
  if (!UUID.test(challengeId)) throw new RangeError('a challenge id is a UUID');
  const info = Buffer.alloc(26);
  info.writeUInt8(modeNumber(tenant.mode), 0);
  info.writeBigUInt64BE(BigInt(tenant.merchantId), 1);
  info.write(challengeId.replaceAll('-', ''), 9, 'hex');
  info.writeUInt8(1, 25);
  const preimage = parsePreimage(createHmac('sha256', extracted).update(info).digest('hex'));
  if (preimage === null) throw new Error('32 bytes are a preimage');
  return preimage;
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PaymentSlots } from '@turnpike/http402';
import { hmacSha256, newDigest } from './hmac-sha256.js';
import { modeNumber } from './mode.js';
import type { MasterKey } from './root-keys.js';
import type { Tenant } from './tenant.js';

const SALT = Buffer.from('turnpike/mpp/id/v1');
const INFO_BYTES = 9;
const MERCHANT_ID_AT = 1;
const LAST_ROUND = 1;

/**
 * Makes and recognises the ids of `Payment` challenges. Each is an HMAC-SHA256 over the challenge's parameters under a key
 * derived, by HKDF-SHA256, from a master key, mode and merchant: whoever changes a parameter, or brings the challenge to
 * another merchant or mode, has no id.
 */
export class MppKeys {
  // HKDF's extract step depends on the master key alone, so it is done once.
  readonly #extracted: ReadonlyMap<number, Buffer>;

  /** Takes the master keys that root keys are derived from, which have been checked. */
  constructor(masterKeys: readonly MasterKey[]) {
    this.#extracted = new Map(masterKeys.map(({ kid, key }) => [kid, hmacSha256(SALT, key, newDigest())]));
  }

  /** The id of a challenge under the master key with this number; RangeError if that is not known. */
  idOf(kid: number, tenant: Tenant, slots: PaymentSlots): string {
    const extracted = this.#extracted.get(kid);
    if (extracted === undefined) throw new RangeError('the master key of this challenge is not known');
    return signSlots(expand(extracted, tenant), slots).toString('base64url');
  }

  /**
   * Whether we made a challenge with this id for this tenant, and all of its slots are as they were. Every master key is
   * tried, whichever fits, and compared in constant time.
   */
  recognises(tenant: Tenant, id: string, slots: PaymentSlots): boolean {
    const told = Buffer.from(id);
    let isOurs = false;
    for (const extracted of this.#extracted.values()) {
      const made = Buffer.from(signSlots(expand(extracted, tenant), slots).toString('base64url'));
      const matches = told.length === made.length && timingSafeEqual(told, made);
      isOurs ||= matches;
    }
    return isOurs;
  }
}

function expand(extracted: Buffer, { mode, merchantId }: Tenant): Buffer {
  const info = Buffer.alloc(INFO_BYTES + 1);
  info[0] = modeNumber(mode);
  info.writeBigUInt64BE(BigInt(merchantId), MERCHANT_ID_AT);
  info[INFO_BYTES] = LAST_ROUND;
  return hmacSha256(extracted, info, newDigest());
}

// Seven slots between six bars: no value of ours holds a bar, so no other values give the same text.
function signSlots(key: Buffer, slots: PaymentSlots): Buffer {
  const { realm, method, intent, request, expires, digest, opaque } = slots;
  const text = [realm, method, intent, request, expires ?? '', digest ?? '', opaque ?? ''].join('|');
  return createHmac('sha256', key).update(text).digest();
}

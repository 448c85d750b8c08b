import { randomBytes } from 'node:crypto';
import { hmacSha256, newDigest } from './hmac-sha256.js';
import { tokenIdIn } from './identifier.js';
import type { MerchantId } from './merchant-id.js';
import { modeNumber, type Mode } from './mode.js';
import { isKid, kidOf } from './token-id.js';

/** One secret that root keys are derived from: 32 random bytes and the id, 1 to 255, that tokens carry for it. */
export interface MasterKey {
  readonly kid: number;
  readonly key: Uint8Array;
}

/** A root key, and whether its master key is known. If not, nothing signed with it may ever count as valid. */
export interface DerivedKey {
  readonly known: boolean;
  readonly key: Buffer;
}

const SALT = Buffer.from('turnpike/l402/root/v1');
const MASTER_KEY_BYTES = 32;
const MERCHANT_ID_AT = 1;
const IDENTIFIER_AT = 9;
const LAST_ROUND = Buffer.of(1);

/**
 * Derives the root key of each token instead of storing it: HKDF-SHA256 (RFC 5869) from the master key that the token
 * names, bound to mode, merchant and identifier. The first master key mints; the others still verify, so that keys
 * rotate with overlap.
 */
export class RootKeys {
  /** The id of the master key that new tokens are signed under. */
  readonly mintKid: number;

  // HKDF's extract step depends on the master key alone, so it is done once; the master keys themselves are not kept.
  readonly #extracted = new Map<number, Buffer>();
  readonly #dummy: Buffer = randomBytes(MASTER_KEY_BYTES);

  /** Throws RangeError for no key at all, a kid outside 1 to 255 or used twice, a key that is not 32 bytes. */
  constructor(masterKeys: readonly MasterKey[]) {
    const [first] = masterKeys;
    if (first === undefined) throw new RangeError('at least one master key is needed');
    this.mintKid = first.kid;
    for (const { kid, key } of masterKeys) {
      if (!isKid(kid)) throw new RangeError('a kid is 1 to 255');
      if (this.#extracted.has(kid)) throw new RangeError('two master keys have the same kid');
      if (key.length !== MASTER_KEY_BYTES) throw new RangeError('a master key has 32 bytes');
      this.#extracted.set(kid, hmacSha256(SALT, key, newDigest()));
    }
  }

  /**
   * The root key of the token with this identifier. An unknown kid costs the same work and gives a key that nobody
   * knows, so that neither answer nor time tells which kids exist.
   */
  derive(mode: Mode, merchantId: MerchantId, identifier: Uint8Array): DerivedKey {
    const extracted = this.#extracted.get(kidOf(tokenIdIn(identifier)));
    const info = Buffer.alloc(IDENTIFIER_AT + identifier.length + LAST_ROUND.length);
    info[0] = modeNumber(mode);
    info.writeBigUInt64BE(BigInt(merchantId), MERCHANT_ID_AT);
    info.set(identifier, IDENTIFIER_AT);
    info.set(LAST_ROUND, IDENTIFIER_AT + identifier.length);
    return { known: extracted !== undefined, key: hmacSha256(extracted ?? this.#dummy, info, newDigest()) };
  }
}

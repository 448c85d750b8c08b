import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { KeyRing } from './key-ring.js';

const FORMAT = 1;
const HEADER_BYTES = 2;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A sealed secret that does not open: altered, sealed for something else, or under a key that is no longer configured.
 * Which of these it is, is said only as far as the envelope shows it.
 */
export class UnsealError extends Error {
  constructor(why: string, cause?: unknown) {
    super(why, cause === undefined ? undefined : { cause });
    this.name = 'UnsealError';
  }
}

/**
 * Seals stored secrets with AES-256-GCM. The envelope is: format (1 byte), key number (1), nonce (12), ciphertext,
 * tag (16). `context` says what the secret belongs to, such as `wallet_connection:42:live`; it is authenticated with the
 * envelope's header and not stored, so that an envelope moved to another row does not open.
 */
export class Sealer {
  constructor(private readonly keys: KeyRing) {}

  /** Seals under the first key of the ring. */
  seal(plain: Uint8Array, context: string): Buffer {
    const { kid, key } = this.keys.current;
    const header = Buffer.from([FORMAT, kid]);
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(authenticated(header, context));
    return Buffer.concat([header, nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** The number of the key that things are sealed under now. */
  get kid(): number {
    return this.keys.current.kid;
  }

  /** Seals anew, under the current key, what was sealed for the same context; throws UnsealError if it does not open. */
  reseal(sealed: Uint8Array, context: string): Buffer {
    return this.seal(this.open(sealed, context), context);
  }

  /** Opens what was sealed for the same context under any key of the ring; throws UnsealError otherwise. */
  open(sealed: Uint8Array, context: string): Buffer {
    const envelope = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    if (envelope.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || envelope[0] !== FORMAT) {
      throw new UnsealError('not a sealed secret');
    }
    const header = envelope.subarray(0, HEADER_BYTES);
    const entry = this.keys.get(header[1] ?? 0);
    if (entry === null) throw new UnsealError('sealed under a key that is not configured');
    const nonce = envelope.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', entry.key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(authenticated(header, context));
    decipher.setAuthTag(envelope.subarray(-TAG_BYTES));
    const ciphertext = envelope.subarray(HEADER_BYTES + NONCE_BYTES, -TAG_BYTES);
    try {
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    } catch (error) {
      throw new UnsealError('altered, or sealed for something else', error);
    }
  }
}

function authenticated(header: Uint8Array, context: string): Buffer {
  return Buffer.concat([header, Buffer.from(context, 'utf8')]);
}

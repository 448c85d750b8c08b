import { hash, timingSafeEqual } from 'node:crypto';
import { newDigest } from './hmac-sha256.js';
import { parsePreimage, type Preimage } from './preimage.js';

/**
 * What shows that an invoice was paid. Today there is one kind: the preimage of its payment hash. A payer's proof of
 * another kind, or the wallet's word, would be another variant, and the rest of the verifier would not change.
 */
export type Proof = { readonly kind: 'preimage'; readonly preimage: Preimage };

/** Reads the proof in a credential: 64 hex digits, blanks trimmed. Anything else gives null. */
export function parseProof(preimage: string): Proof | null {
  const parsed = parsePreimage(preimage);
  return parsed === null ? null : { kind: 'preimage', preimage: parsed };
}

/** Whether a proof shows that the invoice of this payment hash was paid. Compared in constant time. */
export function proves(proof: Proof, paymentHash: Uint8Array): boolean {
  const digest = newDigest();
  digest.write(hash('sha256', Buffer.from(proof.preimage, 'hex'), 'binary'), 'latin1');
  return timingSafeEqual(digest, paymentHash);
}

import { timingSafeEqual } from 'node:crypto';
import { hmacSha256, newDigest } from './hmac-sha256.js';
import type { Macaroon } from './macaroon.js';
import type { RootKeys } from './root-keys.js';
import type { Tenant } from './tenant.js';

const KEY_GENERATOR = Buffer.from('macaroons-key-generator');

/**
 * The signature of a macaroon: a chain of HMAC-SHA256 from the root key over identifier and caveats, each keyed with the
 * one before, as in libmacaroons. Whoever holds a signature can append a caveat; nobody can take one away.
 */
export function signatureOf(
  rootKey: Uint8Array,
  identifier: Uint8Array,
  caveats: readonly Uint8Array[],
): Buffer {
  const signature = hmacSha256(KEY_GENERATOR, rootKey, newDigest());
  hmacSha256(signature, identifier, signature);
  for (const caveat of caveats) hmacSha256(signature, caveat, signature);
  return signature;
}

/** Whether a macaroon was minted for this tenant and only attenuated since. Compared in constant time. */
export function isSignedFor(
  tenant: Tenant,
  { identifier, caveats, signature }: Macaroon,
  keys: RootKeys,
): boolean {
  const rootKey = keys.derive(tenant.mode, tenant.merchantId, identifier);
  const matches = timingSafeEqual(signatureOf(rootKey.key, identifier, caveats), signature);
  return matches && rootKey.known;
}

import { randomBytes } from 'node:crypto';
import type { MerchantId } from '@turnpike/l402';

const PREFIX = 'whsec_';
const KEY_BYTES = 32;
/** What Standard Webhooks lets a key have. */
const GIVEN_BYTES_MIN = 24;
const GIVEN_BYTES_MAX = 64;

/** A new key of signatures. */
export function newWebhookKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** A key as merchants have it: `whsec_` and base64, as Standard Webhooks writes it. */
export function webhookSecretOf(key: Buffer): string {
  return PREFIX + key.toString('base64');
}

/** The key that a merchant's own secret means: what `whsec_` stands before, if that is a key, else the text itself. */
export function webhookKeyFrom(secret: string): Buffer {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : null;
  const key = text !== null && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
  const isKey = key !== null && key.length >= GIVEN_BYTES_MIN && key.length <= GIVEN_BYTES_MAX;
  return isKey ? key : Buffer.from(secret, 'utf8');
}

/** What the sealed key of an endpoint is bound to. */
export function webhookKeyContext(merchantId: MerchantId, endpointId: string): string {
  return `webhook_endpoint:${merchantId}:${endpointId}`;
}

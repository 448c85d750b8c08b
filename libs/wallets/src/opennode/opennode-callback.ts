import { isHexHmac } from '../hex-hmac.js';
import type { WebhookNotice } from '../wallet-provider.js';
import { isChargeId } from './opennode.types.js';

const BODY_BYTES_MAX = 65_536;

/**
 * Reads a callback of OpenNode, a form as it came. Its signature, made with the key that made the charge, covers the id
 * and nothing else, so whoever saw one callback can write any status into it: it says where to look and no more. After
 * the key was changed, callbacks for charges of the old one are foreign.
 */
export function readCallback(apiKey: string, raw: Uint8Array): WebhookNotice | null {
  if (raw.length > BODY_BYTES_MAX) return null;
  const form = new URLSearchParams(Buffer.from(raw).toString('utf8'));
  const id = only(form, 'id');
  if (id === null || !isChargeId(id)) return null;
  if (!isHexHmac(apiKey, id, only(form, 'hashed_order'))) return null;
  // No event id: one made of what is not signed could be used up before the genuine callback comes.
  return { eventId: null, hints: [{ providerRef: id }] };
}

/** The value of a name that is there once. */
function only(form: URLSearchParams, name: string): string | null {
  const values = form.getAll(name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

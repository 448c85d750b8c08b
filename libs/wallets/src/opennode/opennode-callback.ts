import { isHexHmac } from '../hex-hmac.js';
import type { WebhookNotice } from '../wallet-provider.js';
import { isChargeId } from './opennode.types.js';

const BODY_BYTES_MAX = 65_536;
const STATUS = /^[a-z_]{1,32}$/;

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
  const status = only(form, 'status') ?? '';
  return { eventId: STATUS.test(status) ? `${id}:${status}` : null, hints: [{ providerRef: id }] };
}

/** The value of a name that is there once. */
function only(form: URLSearchParams, name: string): string | null {
  const values = form.getAll(name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

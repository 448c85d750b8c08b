import type { EmulatorRequest } from './emulator.js';
import type { StrikeSubscriptionEntry } from './strike-notices.js';
import { StrikeRefusal } from './strike-refusal.js';

/** The body of a call, which has to be a JSON object. */
export function readStrikeBody({ body }: EmulatorRequest): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new StrikeRefusal(400, 'INVALID_DATA');
}

/** An amount in bitcoin, which has to be one or more whole satoshis with 8 decimals. */
export function readStrikeMsat(value: unknown): bigint {
  const { amount, currency } = (value ?? {}) as { amount?: unknown; currency?: unknown };
  const match = typeof amount === 'string' ? /^(\d+)\.(\d{8})$/.exec(amount) : null;
  const sats = match === null ? 0n : BigInt(`${match[1] ?? ''}${match[2] ?? ''}`);
  if (currency !== 'BTC' || sats === 0n)
    throw new StrikeRefusal(400, 'INVALID_DATA', { 'bolt11.amount.amount': ['INVALID_DATA_VALUE'] });
  return sats * 1_000n;
}

/** A subscription as it is to be: its URL has to be https, its secret 10 to 50 characters long. */
export function readSubscriptionBody(
  request: EmulatorRequest,
): Omit<StrikeSubscriptionEntry, 'id' | 'created'> {
  const { webhookUrl, webhookVersion, secret, enabled, eventTypes } = readStrikeBody(request);
  if (typeof webhookUrl !== 'string' || !webhookUrl.startsWith('https://'))
    throw new StrikeRefusal(400, 'INVALID_DATA', { webhookUrl: ['INVALID_DATA_FORMAT'] });
  if (typeof secret !== 'string' || secret.length < 10 || secret.length > 50)
    throw new StrikeRefusal(400, 'INVALID_DATA', { secret: ['INVALID_DATA_LENGTH'] });
  if (!Array.isArray(eventTypes) || typeof enabled !== 'boolean')
    throw new StrikeRefusal(400, 'INVALID_DATA', { eventTypes: ['INVALID_DATA_REQUIRED'] });
  const types = eventTypes.filter((one) => typeof one === 'string');
  return { webhookUrl, webhookVersion: String(webhookVersion), secret, enabled, eventTypes: types };
}

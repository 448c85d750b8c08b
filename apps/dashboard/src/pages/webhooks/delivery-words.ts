import type { Delivery } from '../../api/shapes/webhooks.js';
import type { Tone } from '../../ui/status-badge.js';

const errors: Readonly<Record<string, string>> = {
  status: 'Your server answered something else than 2xx.',
  redirect: 'Your server points elsewhere, and we do not follow. Give the final address.',
  timeout: 'No whole answer within 15 seconds. Answer first, work afterwards.',
  address_refused: 'The address leads into a private network or to a refused port.',
  certificate: 'The certificate is not trusted, has run out or is for another name.',
  unreachable: 'No connection. Check the name, the port and your firewall.',
  lost: 'Sent, but the connection broke before an answer came.',
  secret: 'The secret cannot be opened here. Rotate it.',
  disabled: 'The webhook was disabled before this could be sent.',
};

/** Why a delivery has not arrived. */
export function deliveryError({ lastStatus, lastError }: Delivery): string {
  const words = errors[lastError ?? ''] ?? lastError ?? '';
  return lastStatus === null ? words : `${String(lastStatus)}. ${words}`;
}

/** How a delivery stands. */
export function deliveryState({ state, lastError }: Delivery): {
  readonly word: string;
  readonly tone: Tone;
} {
  if (state === 'delivered') return { word: 'Delivered', tone: 'good' };
  if (state === 'failed') return { word: 'Given up', tone: 'bad' };
  // A try that is under way counts, too; only one that failed has left an error.
  return lastError === null ? { word: 'On its way', tone: 'calm' } : { word: 'Tried again', tone: 'warn' };
}

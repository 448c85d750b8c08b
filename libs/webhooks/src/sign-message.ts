import { Webhook } from 'standardwebhooks';

/** A message as it goes out. */
export interface WebhookMessage {
  /** Stays the same however often it is sent. */
  readonly id: string;
  readonly sentAt: Date;
  readonly body: string;
}

/** The headers by which a receiver knows a message, one signature for each key, as Standard Webhooks says. */
export function signMessage(
  { id, sentAt, body }: WebhookMessage,
  keys: readonly Buffer[],
): Record<string, string> {
  const signatures = keys.map((key) => new Webhook(key.toString('base64')).sign(id, sentAt, body));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
    'content-type': 'application/json',
  };
}

import { createHmac, randomUUID } from 'node:crypto';
import type { Faults } from './faults.js';

/** Where an account wants its notices; the secret is kept and never shown. */
export interface StrikeSubscriptionEntry {
  readonly id: string;
  readonly created: string;
  webhookUrl: string;
  webhookVersion: string;
  secret: string;
  enabled: boolean;
  eventTypes: readonly string[];
}

/** Sends a notice and gives the status of the answer; rejects if there was none. */
export type NoticeSender = (
  url: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
) => Promise<number>;

interface Notice {
  readonly subscriptionId: string;
  readonly body: Buffer;
  attempts: number;
  dueAt: number;
}

/** Seconds before each further try, as Strike waits. */
export const STRIKE_RETRY_SECONDS: readonly number[] = Array.from(
  { length: 11 },
  (_, index) => 3 ** (index + 1),
);

const LATE_MILLIS = 3_600_000;

/** Sends notices with fetch. */
export const sendWithFetch: NoticeSender = async (url, body, headers) => {
  const answer = await fetch(url, {
    method: 'POST',
    body: new Uint8Array(body),
    headers,
    redirect: 'manual',
  });
  await answer.arrayBuffer();
  return answer.status;
};

/** The subscriptions of an account and the notices that are on their way. Nothing is sent before it is told to. */
export class StrikeNotices {
  readonly subscriptions = new Map<string, StrikeSubscriptionEntry>();
  private queue: Notice[] = [];

  constructor(
    private readonly faults: Faults,
    private readonly now: () => Date,
    private readonly send: NoticeSender,
    private readonly retrySeconds: readonly number[],
  ) {}

  /** Notices that were not yet taken. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Queues a notice for every subscription that wants to know. */
  emit(eventType: string, entityId: string, more: Readonly<Record<string, unknown>> = {}): void {
    const { duplicateWebhook, lateWebhook } = this.faults;
    const dueAt = this.now().getTime() + (lateWebhook ? LATE_MILLIS : 0);
    for (const { id, enabled, eventTypes, webhookVersion } of this.subscriptions.values()) {
      if (!enabled || !eventTypes.includes(eventType)) continue;
      const data = { entityId, ...more, changes: ['state'] };
      const created = this.now().toISOString();
      const notice = { id: randomUUID(), eventType, webhookVersion, data, created, deliverySuccess: true };
      // Escapes that another writer of JSON would not make: only the bytes themselves are signed.
      const body = Buffer.from(JSON.stringify(notice).replaceAll('/', '\\/').replace('state', '\\u0073tate'));
      for (let count = duplicateWebhook ? 2 : 1; count > 0; count -= 1)
        this.queue.push({ subscriptionId: id, body, attempts: 0, dueAt });
    }
  }

  /**
   * Sends every notice that is due and gives the statuses in order, 0 where there was no answer. What is not answered with
   * a 2xx is tried again later; a 410 or 501 ends the subscription for good.
   */
  async deliver(): Promise<readonly number[]> {
    const now = this.now().getTime();
    const due = this.queue.filter((notice) => notice.dueAt <= now);
    const statuses: number[] = [];
    for (const notice of due) {
      const status = await this.attempt(notice);
      statuses.push(status);
      if (status >= 200 && status < 300) this.drop(notice);
      else if (status === 410 || status === 501) this.subscriptions.delete(notice.subscriptionId);
      else this.postpone(notice, now);
    }
    this.queue = this.queue.filter((notice) => this.subscriptions.has(notice.subscriptionId));
    return statuses;
  }

  private async attempt({ subscriptionId, body }: Notice): Promise<number> {
    const subscription = this.subscriptions.get(subscriptionId);
    if (subscription === undefined) return 0;
    const secret = this.faults.forgedWebhook ? 'not the secret' : subscription.secret;
    const signature = createHmac('sha256', secret).update(body).digest('hex').toUpperCase();
    const headers = { 'content-type': 'application/json', 'x-webhook-signature': signature };
    return this.send(subscription.webhookUrl, body, headers).catch(() => 0);
  }

  private postpone(notice: Notice, now: number): void {
    const pause = this.retrySeconds[notice.attempts];
    notice.attempts += 1;
    if (pause === undefined) this.drop(notice);
    else notice.dueAt = now + pause * 1_000;
  }

  private drop(notice: Notice): void {
    this.queue = this.queue.filter((one) => one !== notice);
  }
}

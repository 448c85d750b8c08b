import { AnswerMembers } from '../answer-members.js';
import { isHexHmac } from '../hex-hmac.js';
import type { WebhookAddress } from '../wallet-kind.js';
import type { CallLimits, Hint, NoticeHeaders, WebhookNotice } from '../wallet-provider.js';
import type { StrikeClient } from './strike.client.js';
import { isStrikeId, type StrikeSubscription } from './strike.types.js';

const BODY_BYTES_MAX = 65_536;
const EVENT_ID = /^[\w-]{1,64}$/;

/**
 * The notices of one account and the subscription that sends them. A subscription is for the whole account, so genuine
 * notices of entities that nobody here knows are nothing strange.
 */
export class StrikeWebhook {
  constructor(
    private readonly client: StrikeClient,
    private readonly address: WebhookAddress | null,
    /** What is asked for and listened to; each names an entity that is our reference. */
    private readonly eventTypes: readonly string[],
  ) {}

  /** Reads a notice, as `ReadsWebhooks` promises. */
  read(raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null {
    if (this.address === null || raw.length > BODY_BYTES_MAX) return null;
    // The bytes as they came: the same JSON written anew need not be the same text.
    if (!isHexHmac(this.address.secret, raw, headers['x-webhook-signature'])) return null;
    try {
      const members = AnswerMembers.of(JSON.parse(Buffer.from(raw).toString('utf8')));
      const id = members.text('id');
      const isOurs = this.eventTypes.includes(members.text('eventType'));
      const entityId = members.object('data').text('entityId');
      const hints: Hint[] = isOurs && isStrikeId(entityId) ? [{ providerRef: entityId.toLowerCase() }] : [];
      return { eventId: EVENT_ID.test(id) ? id : null, hints };
    } catch {
      // Signed by Strike and still not readable: there is nothing to look at, and nothing to refuse.
      return { eventId: null, hints: [] };
    }
  }

  /** Makes sure that there is one enabled subscription for our address; does nothing while we have none. */
  async register(call: CallLimits): Promise<void> {
    const webhookUrl = this.address?.url ?? null;
    if (this.address === null || webhookUrl === null) return;
    const { eventTypes } = this;
    const [found] = await this.find(webhookUrl, call);
    if (found?.enabled === true && eventTypes.every((type) => found.eventTypes.includes(type))) return;
    const terms = { webhookUrl, secret: this.address.secret, eventTypes };
    await this.client.subscribe(terms, found?.id ?? null, call);
  }

  /** Removes every subscription for our address. */
  async unregister(call: CallLimits): Promise<void> {
    const webhookUrl = this.address?.url ?? null;
    if (webhookUrl === null) return;
    for (const { id } of await this.find(webhookUrl, call)) await this.client.unsubscribe(id, call);
  }

  private async find(webhookUrl: string, call: CallLimits): Promise<readonly StrikeSubscription[]> {
    const all = await this.client.subscriptions(call);
    return all.filter((one) => one.webhookUrl === webhookUrl);
  }
}

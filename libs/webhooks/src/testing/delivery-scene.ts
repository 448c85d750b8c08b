import { randomBytes } from 'node:crypto';
import { ManualClock, parseEnv, type Clock } from '@turnpike/config';
import { appendOutbox, ColdPool } from '@turnpike/database';
import { EventFollower } from '@turnpike/events';
import type { MerchantId, Mode, Tenant } from '@turnpike/l402';
import { Plans } from '@turnpike/merchants';
import { createLogger, Metrics } from '@turnpike/observability';
import { AddressGuard } from '@turnpike/outbound';
import { KeyRing, Sealer } from '@turnpike/secrets';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database.js';
import { CheckWebhookUrl } from '../check-webhook-url.js';
import { Deliveries, type DeliveryParts } from '../deliveries.js';
import { DeliveryRepository } from '../delivery.repository.js';
import { DeliveryRound } from '../delivery-round.js';
import { EndpointRepository } from '../endpoint.repository.js';
import { HandOutEvents } from '../hand-out-events.js';
import { SendMessage } from '../send-message.js';
import type { WebhookWish, WebhookWithSecret } from '../webhook-endpoint.js';
import { WebhookEndpoints, type WebhookHolder } from '../webhook-endpoints.js';
import { Receiver } from './receiver.js';

const OPENS_AT = new Date('2026-11-20T12:00:00Z');

/** A merchant, in test mode and on the largest plan unless others are named. */
export function tenantOf(merchantId: number, mode: Mode = 'test', planTier = 'unlimited'): WebhookHolder {
  return { merchantId: merchantId as MerchantId, mode, planTier };
}

/** Waits for no receiver longer than it is told to. */
class ImpatientSender extends SendMessage {
  constructor(
    guard: AddressGuard,
    clock: Clock,
    protected override readonly sendMillis: number,
  ) {
    super(guard, clock);
  }
}

/** One delivery as it is stored. */
export interface DeliveryRow {
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly type: string;
  readonly state: number;
  readonly attempts: number;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly next_attempt_at: Date | null;
}

/** A worker's part of webhooks, by which deliveries are made. */
export interface DeliveringProcess {
  readonly deliveries: Deliveries;
  readonly round: DeliveryRound;
}

/** Everything by which events are delivered, on a database of its own, at a time that the test sets. */
export class DeliveryScene {
  readonly clock = new ManualClock(OPENS_AT);
  readonly endpoints: WebhookEndpoints;
  readonly repository: DeliveryRepository;
  readonly sealKey = { kid: 1, key: randomBytes(32) };
  readonly sealer = new Sealer(new KeyRing([this.sealKey]));
  readonly logger = createLogger({ logLevel: 'silent' });
  readonly sender: SendMessage;
  private readonly follower: EventFollower;
  private readonly here: DeliveringProcess;
  private readonly receivers: Receiver[] = [];
  private readonly senders: SendMessage[] = [];
  private readonly begun: Deliveries[] = [];

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: ColdPool,
    readonly guard: AddressGuard,
  ) {
    this.follower = new EventFollower(pool);
    this.repository = new DeliveryRepository(pool);
    this.endpoints = new WebhookEndpoints(
      new EndpointRepository(pool),
      new CheckWebhookUrl(guard),
      this.sealer,
      this.clock,
      new Plans(parseEnv({ PLANS: 'hosted' })),
    );
    this.sender = this.senderOf(guard);
    this.here = this.process();
  }

  /** Starts one that may call the addresses of this machine. */
  static async start(): Promise<DeliveryScene> {
    const database = await createTestDatabase();
    return new DeliveryScene(database, new ColdPool(database.url, 8), new AddressGuard(['127.0.0.1']));
  }

  /** Another worker on the same database; parts of it may be others. */
  process(parts: Partial<DeliveryParts> = {}): DeliveringProcess {
    const { repository, sender: send, sealer, clock, logger } = this;
    const deliveries = new Deliveries({
      repository,
      send,
      sealer,
      clock,
      logger,
      metrics: new Metrics(),
      ...parts,
    });
    this.begun.push(deliveries);
    const handOut = new HandOutEvents(this.follower, clock);
    return { deliveries, round: new DeliveryRound(handOut, repository, deliveries) };
  }

  /** What sends, to where that guard lets it, and gives up after so long. */
  senderOf(guard: AddressGuard, sendMillis = 1_000): SendMessage {
    const sender = new ImpatientSender(guard, this.clock, sendMillis);
    this.senders.push(sender);
    return sender;
  }

  /** A merchant's server. */
  async receiver(): Promise<Receiver> {
    const receiver = await Receiver.start();
    this.receivers.push(receiver);
    return receiver;
  }

  /** Makes an endpoint at that receiver. */
  add(
    tenant: WebhookHolder,
    { url }: Pick<Receiver, 'url'>,
    more: Partial<WebhookWish> = {},
  ): Promise<WebhookWithSecret> {
    return this.endpoints.create(tenant, { url, events: null, description: null, ...more });
  }

  /** Writes an event. */
  tell(tenant: Tenant, type = 'challenge.paid', data: Record<string, string> = {}): Promise<void> {
    return appendOutbox(this.pool, { ...tenant, type, data, occurredAt: this.clock.now() });
  }

  /**
   * A round, or more until every event is handed out, since transactions in other databases of the server hold events up, too;
   * resolves when all that was begun has ended.
   */
  async deliver({ round, deliveries }: DeliveringProcess = this.here): Promise<void> {
    do await round.run();
    while (await this.follower.isBehind('webhooks'));
    await deliveries.idle();
  }

  /** Hands every event out, and sends none. */
  async handOut(): Promise<void> {
    do await new HandOutEvents(this.follower, this.clock).run();
    while (await this.follower.isBehind('webhooks'));
  }

  /** So many seconds later, a round. */
  async later(seconds: number): Promise<void> {
    this.clock.advanceSeconds(seconds);
    await this.deliver();
  }

  /** Lets a taking that was not recorded be over. */
  async lapse(): Promise<void> {
    await this.pool.query({
      text: `UPDATE webhook_delivery SET taken_until = now() - interval '1 second' WHERE taken_until IS NOT NULL`,
    });
  }

  /** The deliveries as they are stored, the oldest first. */
  async rows(): Promise<DeliveryRow[]> {
    return (await this.pool.query<DeliveryRow>({ text: 'SELECT * FROM webhook_delivery ORDER BY id' })).rows;
  }

  /** The events of that type, with what they tell. */
  async told(type: string): Promise<Record<string, unknown>[]> {
    const { rows } = await this.pool.query<{ data: Record<string, unknown> }>({
      text: 'SELECT data FROM outbox WHERE type = $1 ORDER BY id',
      values: [type],
    });
    return rows.map(({ data }) => data);
  }

  /** Forgets everything, stops every receiver, and sets the clock back. */
  async clear(): Promise<void> {
    await Promise.all(this.receivers.splice(0).map((receiver) => receiver.stop()));
    await Promise.all(this.begun.map((deliveries) => deliveries.idle()));
    this.clock.set(OPENS_AT);
    await this.pool.query({ text: 'TRUNCATE outbox, webhook_endpoint, webhook_delivery' });
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.clear();
    await Promise.all(this.senders.map((sender) => sender.onApplicationShutdown()));
    await this.pool.onApplicationShutdown();
    await this.database.drop();
  }
}

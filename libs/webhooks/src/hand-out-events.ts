import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { EventFollower } from '@turnpike/events';
import type { EventConsumer } from '@turnpike/events';
import { fanOut } from './fan-out.repository.js';
import { webhookBounds } from './webhook-bounds.js';

/** Who we are to the follower of events; the migration made its cursor. */
const CONSUMER = 'webhooks' satisfies EventConsumer;

/**
 * Hands new events out to the endpoints that want them. The deliveries are written in the transaction that moves the cursor,
 * so an event that was committed is handed out once, whatever dies when.
 */
@Injectable()
export class HandOutEvents {
  constructor(
    private readonly follower: EventFollower,
    private readonly clock: Clock,
  ) {}

  /** Hands out what there is, in bounded batches; returns how many events. What another process is at is left to it. */
  async run(): Promise<number> {
    const { fanOutBatchMax, fanOutBatchesMax } = webhookBounds;
    let handed = 0;
    for (let batch = 0; batch < fanOutBatchesMax; batch += 1) {
      const now = this.clock.now();
      const count = await this.follower.follow(CONSUMER, fanOutBatchMax, (transaction, events) =>
        fanOut(transaction, events, now),
      );
      handed += count ?? 0;
      if (count === null || count < fanOutBatchMax) break;
    }
    return handed;
  }
}

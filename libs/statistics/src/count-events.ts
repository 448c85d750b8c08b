import type { Transaction } from '@turnpike/database';
import { type EventConsumer, EventFollower, type StoredEvent } from '@turnpike/events';
import { modeNumber } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { FigureIncrements } from './figure-increment.js';
import { addFigures } from './figure.repository.js';
import { statisticsBounds } from './statistics-bounds.js';
import { utcDay } from './utc-day.js';

const CONSUMER = 'statistics' satisfies EventConsumer;

/**
 * Counts challenges, payments, first uses and uses that were given back into the figures, as the events tell them: in the order of their commits, and
 * each once, since the place that is reached is kept in the same transaction.
 */
@Injectable()
export class CountEvents {
  constructor(private readonly follower: EventFollower) {}

  /** One bounded batch. Returns how many events that were; 0 as well while another process is at it. */
  async run(): Promise<number> {
    return (await this.follower.follow(CONSUMER, statisticsBounds.eventsPerBatchMax, count)) ?? 0;
  }
}

async function count(transaction: Transaction, events: readonly StoredEvent[]): Promise<void> {
  const increments = new FigureIncrements();
  for (const event of events) add(increments, event);
  await addFigures(transaction, increments.all());
}

function add(increments: FigureIncrements, { type, merchantId, mode, data, occurredAt }: StoredEvent): void {
  const resource = typeof data['resource'] === 'string' ? data['resource'] : '';
  const at = (moment: Date) => increments.at(merchantId, modeNumber(mode), utcDay(moment), resource);
  switch (type) {
    case 'challenge.created':
      at(occurredAt).challenges += 1;
      break;
    case 'challenge.paid': {
      const increment = at(momentOf(data['paidAt']) ?? occurredAt);
      increment.paidChallenges += 1;
      increment.revenueSats += Number.isSafeInteger(data['amountSats']) ? Number(data['amountSats']) : 0;
      break;
    }
    case 'challenge.used':
      at(occurredAt).usedChallenges += 1;
      break;
    case 'use.released':
      // What verify counts when it lets a call in is taken back, also before that was written: figures are read as 0 then.
      at(occurredAt).uses -= 1;
      break;
    default:
  }
}

/** What a wallet says of the time of a payment may be older than our hearing of it. */
function momentOf(text: unknown): Date | null {
  const moment = typeof text === 'string' ? new Date(text) : null;
  return moment === null || Number.isNaN(moment.getTime()) ? null : moment;
}

import { Injectable } from '@nestjs/common';
import { Deliveries } from './deliveries.js';
import { DeliveryRepository } from './delivery.repository.js';
import { HandOutEvents } from './hand-out-events.js';

/**
 * One round: new events are handed out and what is due is begun, without waiting for any receiver. Any number of rounds may
 * run anywhere at once.
 */
@Injectable()
export class DeliveryRound {
  constructor(
    private readonly handOut: HandOutEvents,
    private readonly repository: DeliveryRepository,
    private readonly deliveries: Deliveries,
  ) {}

  /** Does it; false if there is nothing to do for anybody, and will not be before something is set up. */
  async run(): Promise<boolean> {
    const handing = await this.handOut.run().catch((error: unknown) => ({ error }));
    // What was handed out before is sent, whatever keeps the rest from being handed out.
    const isNeeded = await this.send();
    if (typeof handing === 'object') throw handing.error;
    return isNeeded;
  }

  private async send(): Promise<boolean> {
    const { hasEndpoints, hasPending } = await this.repository.glance();
    if (hasPending) {
      await this.deliveries.begin();
      await this.repository.endStranded();
    }
    return hasEndpoints || hasPending;
  }
}

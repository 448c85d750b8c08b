import type { Notifications } from '@turnpike/database';
import { InvalidationBus } from './invalidation-bus.js';

const CHANNEL = 'turnpike_invalidation';

/** Carries invalidations by LISTEN and NOTIFY, where there is no Redis. */
export class NotifyInvalidationBus extends InvalidationBus {
  constructor(private readonly notifications: Notifications) {
    super();
  }

  protected override async broadcast(message: string): Promise<void> {
    await this.notifications.publish(CHANNEL, message);
  }

  protected override async listen(): Promise<void> {
    await this.notifications.subscribe(CHANNEL, (message) => {
      this.receive(message);
    });
  }
}
